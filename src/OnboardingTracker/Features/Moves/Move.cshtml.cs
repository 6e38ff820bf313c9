using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Moves;

/// <summary>
/// Moves one account by hand: from Today, the board and the account page, as a small menu, a dialog or a page of its own. What the
/// person saw travels with the wish, so that nobody's move is overwritten unseen.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class MoveModel(TrackerDb db, AccountMoves moves, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The account's last transition as the person saw it; 0: it had none.</summary>
    [BindProperty]
    public long? Expected { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public MoveForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } seen)
            return NotFound();
        // A hand-off asks more than a reason.
        if (To == StageCodes.SalesHandoff && seen.Subject.Stage != To)
            return this.GoTo($"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}/hand-off");
        if (Request.ForEditor())
            return Partial("_ChoiceMenu", Menu(seen));
        Form = FormFor(seen, To ?? MoveChoices.Next(seen.Stages, seen.Subject.PipelineState));
        return this.Ask("_MoveForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } seen)
            return NotFound();
        if (seen.Stages.Find(To) is null)
        {
            Form = FormFor(seen, null) with { Problem = "Choose the stage to move to." };
            return this.Ask("_MoveForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        var wish = new MoveWish(Id, To!, User.Actor(), Reason) { ExpectedTransitionId = Expected };
        switch (await moves.MoveAsync(wish, cancel))
        {
            case MoveResult.Moved moved:
                return this.Done(MoveToasts.Moved(seen.Subject.Name, moved, seen.Stages, Back), Back);
            case MoveResult.AlreadyThere:
                return this.Done(new Toast($"{seen.Subject.Name} is in {seen.Stages.Label(To)} already", Tone: ToastTone.Info), Back);
            case MoveResult.Refused { Why: { Rule: MoveRuleNames.ReasonRequired } why }:
                Form = FormFor(seen, To) with { ReasonError = why.Message };
                return this.Ask("_MoveForm", Form, StatusCodes.Status422UnprocessableEntity);
            case MoveResult.Refused { Why: var why }:
                Form = FormFor(seen, To) with { Problem = why.Message, Offered = MoveChoices.Of(seen.Stages, why.OfferedStage) };
                return this.Ask("_MoveForm", Form, StatusCodes.Status422UnprocessableEntity);
            case MoveResult.Conflict conflict:
                return await ConflictAsync(conflict, cancel);
            default:
                return NotFound();
        }
    }

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}";

    private async Task<Seen?> ReadAsync(CancellationToken cancel)
    {
        var subject = await db.Accounts.AsNoTracking().Where(a => a.Id == Id).Select(PlaybookSubject.Of).FirstOrDefaultAsync(cancel);
        return subject is null ? null : new(subject, await db.StagesAsync(cancel));
    }

    /// <summary>Somebody was faster: says who and where, and offers the move from there.</summary>
    private async Task<IActionResult> ConflictAsync(MoveResult.Conflict conflict, CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } seen)
            return NotFound();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var who = conflict.Last is { } last ? (await db.ActorNamesAsync(cancel))[last.Actor] : "Somebody";
        var when = conflict.Last is { } move
            ? $" ({ReaderFormat.Of(HttpContext).Time(move.At, TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy))})"
            : "";
        var name = seen.Subject.Name;
        Form = FormFor(seen, To) with
        {
            Problem =
                $"{who} moved {name} to {seen.Stages.Label(conflict.CurrentStage)} meanwhile{when}. "
                + $"It was not moved to {seen.Stages.Label(To)}; move it from there if it should be.",
        };
        return this.Ask("_MoveForm", Form, StatusCodes.Status409Conflict);
    }

    private MoveForm FormFor(Seen seen, string? to) =>
        new()
        {
            Action = Action,
            What = seen.Subject.Name,
            From = MoveChoices.Of(seen.Stages, seen.Subject.Stage),
            Choices = MoveChoices.Of(seen.Stages, seen.Subject.PipelineState),
            To = to,
            Reason = Reason,
            Hidden = [new("expected", seen.Expected)],
            ReturnUrl = Back,
        };

    private ChoiceMenu Menu(Seen seen) =>
        new(
            $"Move {seen.Subject.Name} to",
            Action,
            "to",
            [
                .. MoveChoices
                    .Of(seen.Stages, seen.Subject.PipelineState)
                    .Select(choice => new Choice(
                        choice.Code,
                        new StagePill(choice.Code, choice.Name, choice.Kind),
                        AskUrl: choice.AsksReason ? $"{Action}?to={choice.Code}&returnUrl={Uri.EscapeDataString(Back)}" : null,
                        Likely: choice.Code == MoveChoices.Next(seen.Stages, seen.Subject.PipelineState)
                    )),
            ]
        )
        {
            Hidden = [new("expected", seen.Expected), new("returnUrl", Back)],
            MoreUrl = $"{Action}?returnUrl={Uri.EscapeDataString(Back)}",
            MoreLabel = "With a reason…",
        };

    private string Action => $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}/move";

    private sealed record Seen(PlaybookSubject Subject, StageCatalogue Stages)
    {
        public string Expected => (Subject.LastTransitionId ?? 0).ToString(CultureInfo.InvariantCulture);
    }
}
