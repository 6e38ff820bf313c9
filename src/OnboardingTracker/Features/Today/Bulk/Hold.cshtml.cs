using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>Keeps <c>final-outreach-due</c> away from the accounts that are ticked, until their next renewal.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class HoldModel(TrackerDb db, AccountHolds holds) : BulkModel
{
    /// <summary>Of an undo: the accounts whose hold is lifted again.</summary>
    [BindProperty]
    public string? Lift { get; set; }

    public IActionResult OnGet() => Chosen.Count == 0 ? NothingChosen() : Show(FormFor());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Lift is not null)
            return await LiftAsync(cancel);
        if (Chosen.Count == 0)
            return NothingChosen();
        var ids = Chosen.Select(account => account.AccountId).ToList();
        var held = await db
            .Accounts.Where(a => ids.Contains(a.Id))
            .Where(PlaybookSubject.IsHeld(PlaybookNames.FinalOutreachDue))
            .Select(a => a.Id)
            .ToListAsync(cancel);
        var placed = new List<SeenAccount>();
        foreach (var account in Chosen.Where(account => !held.Contains(account.AccountId)))
            if (await holds.HoldAsync(account.AccountId, PlaybookNames.FinalOutreachDue, Note, User.Actor(), cancel) is not null)
                placed.Add(new SeenAccount(account.AccountId, null));
        var already = held.Count == 0 ? null : $"{Words.Count(held.Count, "account")} had a hold already.";
        return placed.Count == 0
            ? this.Done(new Toast("They are held already", Tone: ToastTone.Info), Back)
            : this.Done(
                new Toast(
                    $"{PlaybookNames.FinalOutreachDue} leaves {Words.Count(placed.Count, "account")} alone for now",
                    already,
                    UndoUrl: "/accounts/hold",
                    UndoFields: new Dictionary<string, string> { ["lift"] = ChosenAccounts.Write(placed), ["returnUrl"] = Back }
                )
                {
                    UndoInPlace = true,
                },
                Back
            );
    }

    private async Task<IActionResult> LiftAsync(CancellationToken cancel)
    {
        var lifted = 0;
        foreach (var account in ChosenAccounts.Read([Lift]))
            lifted += await holds.LiftAsync(account.AccountId, PlaybookNames.FinalOutreachDue, User.Actor(), cancel) ? 1 : 0;
        return this.Done(new Toast($"{Words.Count(lifted, "hold")} lifted"), Back);
    }

    private BulkForm FormFor() =>
        new("/accounts/hold", $"Keep {Count} out of 5", "", "", "Keep them out", "", "", [])
        {
            Explanation =
                $"The playbook {PlaybookNames.FinalOutreachDue} leaves them alone until their renewal moves to another period, or until somebody lifts the hold. They stay in their stage.",
            NoteLabel = "Reason",
            NoteHint = "It stands beside the hold on each of them.",
        };
}
