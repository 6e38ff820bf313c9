using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Holds;

/// <summary>
/// <em>Keep for another period</em>: the ten-day rule leaves the account alone until its next renewal; one that is in 5 already goes
/// back to the stage before, in the same action.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class KeepModel(AccountViews views, AccountHolds holds) : PageModel
{
    /// <summary>A little less than a transition's reason holds, since a few words come before it.</summary>
    public const int LongestReason = 1900;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The account's last transition as the person saw it; 0: it had none.</summary>
    [BindProperty]
    public long? Seen { get; set; }

    public KeepForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await views.ReadAsync(Id, cancel) is not { } view)
            return NotFound();
        Form = FormFor(view);
        return this.Ask("_KeepForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await views.ReadAsync(Id, cancel) is not { } before)
            return NotFound();
        if (Reason is not null && DetailText.Problem(Reason.Trim(), LongestReason, breaksAllowed: true) is { } problem)
            return Again(FormFor(before) with { ReasonError = $"The reason {problem}." }, StatusCodes.Status422UnprocessableEntity);
        var result = await holds.KeepForAnotherPeriodAsync(Id, Reason, User.Actor(), Seen, cancel);
        if (await views.ReadAsync(Id, cancel) is not { } view)
            return NotFound();
        switch (result)
        {
            case null:
                return this.Done(Kept(view, UndoOfHold(view), null), view.Url);
            case MoveResult.Moved moved:
                return this.Done(Kept(view, UndoOfMove(view, moved), view.Stages.Label(moved.Move.After.Stage)), view.Url);
            case MoveResult.Refused refused:
                return Again(FormFor(view) with { Conflict = refused.Why.Message }, StatusCodes.Status422UnprocessableEntity);
            case MoveResult.Conflict { Last: var last }:
                var who = last is null ? "Somebody" : view.NameOf(last.Actor);
                return Again(
                    FormFor(view) with
                    {
                        Conflict = $"{who} moved it to {view.Stages.Label(view.Account.Stage)} meanwhile.",
                    },
                    StatusCodes.Status409Conflict
                );
            default:
                return NotFound();
        }
    }

    private IActionResult Again(KeepForm form, int status)
    {
        Form = form;
        return this.Ask("_KeepForm", form, status);
    }

    private KeepForm FormFor(AccountView view) =>
        new()
        {
            AccountName = view.Account.Name,
            Action = $"{view.Url}/keep",
            ReturnUrl = view.Url,
            Seen = view.LastSeen,
            GoesBackTo =
                view.Account.Stage == StageCodes.AwaitingFinalOutreach
                    ? view.Stages.Label(PipelineHistory.StageBeforeFinalOutreach(view.Transitions, view.Stages))
                    : null,
            UntilRenewalOn = view.Account.NextRenewalOn?.AddDays(Hold.DaysToAnotherRenewal),
            Reason = Reason,
        };

    private static Toast Kept(AccountView view, (string Url, Dictionary<string, string> Fields) undo, string? stage) =>
        new(
            $"{view.Account.Name} is kept for another period",
            stage is null ? null : $"It is in {stage} again",
            UndoUrl: undo.Url,
            UndoFields: undo.Fields
        )
        {
            UndoInPlace = true,
        };

    private static (string, Dictionary<string, string>) UndoOfHold(AccountView view) =>
        ($"{view.Url}/lift", new() { ["Playbook"] = PlaybookNames.FinalOutreachDue });

    private static (string, Dictionary<string, string>) UndoOfMove(AccountView view, MoveResult.Moved moved) =>
        (
            $"{view.Url}/undo",
            new() { ["transition"] = moved.TransitionId.ToString(CultureInfo.InvariantCulture), ["returnUrl"] = view.Url }
        );
}
