using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Moves;

/// <summary>Moves the accounts that are ticked in a list. All that may go are moved together; the others are named, with the reason.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class BulkMoveModel(TrackerDb db, BulkMoves moves) : PageModel
{
    /// <summary>See <see cref="ChosenAccounts"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public List<string> Accounts { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public MoveForm? Form { get; private set; }

    public LeftBehind? Left { get; private set; }

    public string Back => this.Local(ReturnUrl);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var chosen = ChosenAccounts.Read(Accounts);
        if (chosen.Count == 0)
            return this.NotDone("Choose accounts first", "Tick the rows that are to be moved.", Back);
        Form = FormFor(chosen, await db.StagesAsync(cancel));
        return this.Ask("_MoveForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var chosen = ChosenAccounts.Read(Accounts);
        if (chosen.Count == 0)
            return this.NotDone("Choose accounts first", "Tick the rows that are to be moved.", Back);
        var stages = await db.StagesAsync(cancel);
        if (stages.Find(To) is null)
        {
            Form = FormFor(chosen, stages) with { Problem = "Choose the stage to move to." };
            return this.Ask("_MoveForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        var result = await moves.MoveAsync(chosen, To!, User.Actor(), Reason, cancel);
        // Nothing but the reason is missing: the form asks for it, and all of them can still go.
        if (result.Moved.Count == 0 && result.Left.FirstOrDefault(left => left.Rule == MoveRuleNames.ReasonRequired) is { Why: var why })
        {
            Form = FormFor(chosen, stages) with { ReasonError = why };
            return this.Ask("_MoveForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        var toast = result.Moved.Count == 0 ? null : MoveToasts.ManyMoved(result.Moved, stages.Label(To), Back);
        if (result.Left.Count == 0 && toast is not null)
            return this.Done(toast, Back);
        return await LeaveAsync(result, stages, toast, cancel);
    }

    private async Task<IActionResult> LeaveAsync(BulkMoveResult result, StageCatalogue stages, Toast? toast, CancellationToken cancel)
    {
        var names = await db.ActorNamesAsync(cancel);
        Left = new LeftBehind(
            $"{Words.Count(result.Left.Count, "account")} {(result.Left.Count == 1 ? "was" : "were")} left",
            [
                .. result.Left.Select(left => new LeftBehindAccount(
                    left.Account.AccountId,
                    left.Name,
                    left.Why ?? Meanwhile(left, stages, names)
                )),
            ],
            [
                .. result
                    .Left.GroupBy(left => left.OfferedStage)
                    .Where(offer => offer.Key is not null)
                    .Select(offer => new LeftBehindOffer(
                        MoveChoices.Of(stages, offer.Key)!,
                        offer.Count(),
                        ChosenAccounts.Write(offer.Select(left => left.Account)),
                        Reason
                    )),
            ],
            AskUrl([.. result.Left.Where(left => left.Rule == MoveRuleNames.ReasonRequired).Select(left => left.Account)]),
            Back,
            toast
        );
        if (toast is not null && !Request.IsHtmx())
            TempData.Toast(toast);
        Response.Headers["HX-Trigger"] = "accounts-changed";
        return this.Ask("_LeftBehind", Left);
    }

    private string? AskUrl(List<SeenAccount> accounts) =>
        accounts.Count == 0
            ? null
            : $"/accounts/move?accounts={ChosenAccounts.Write(accounts)}&to={To}&returnUrl={Uri.EscapeDataString(Back)}";

    private static string Meanwhile(LeftAccount left, StageCatalogue stages, ActorNames names) =>
        left.Meanwhile is { } move
            ? $"{names[move.Actor]} moved it to {stages.Label(move.To)} meanwhile; it stays there."
            : "Somebody else moved it meanwhile; it stays there.";

    private MoveForm FormFor(IReadOnlyList<SeenAccount> chosen, StageCatalogue stages) =>
        new()
        {
            Action = "/accounts/move",
            What = Words.Count(chosen.Count, "account"),
            Choices = MoveChoices.Of(stages, state: null),
            To = To,
            Reason = Reason,
            Hidden = [new("accounts", ChosenAccounts.Write(chosen))],
            ReturnUrl = Back,
        };
}
