using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Demo;

/// <summary>What the specialists of the demo wrote down: notes, and the audit of new accounts.</summary>
internal static class DemoNotes
{
    private static readonly string[] s_notes =
    [
        "Self-hosted their events before. **Autocapture on the admin pages** is what makes the bill: two settings end that.",
        "Small team, one engineer does it all. Prefers mail over calls.\n\n- group analytics set up by halves\n- no spending limit yet",
        "Their finance asks for invoices by the first of the month. Told them where to set the address.",
        "Wants to compare the forecast with last year's bill before deciding. Look again after the renewal.",
    ];

    private static readonly string[] s_findings =
    [
        "Autocapture also on admin pages; told them how to end that",
        "Fits what they use",
        "Nothing to give back",
    ];

    public static IEnumerable<Note> Of(IEnumerable<(Account Account, DemoPlan Plan)> accounts)
    {
        foreach (var (i, (account, plan)) in accounts.Where(a => a.Plan.Steps.Count > 1).Index())
            if (i % 3 == 0)
                yield return new Note
                {
                    AccountId = account.Id,
                    Text = s_notes[i / 3 % s_notes.Length],
                    Author = Actor.User(plan.Owner),
                    At = plan.Steps[1].At.AddMinutes(25),
                    PinnedAt = i % 12 == 0 ? plan.Steps[1].At.AddMinutes(26) : null,
                    PinnedBy = i % 12 == 0 ? Actor.User(plan.Owner) : null,
                };
    }

    /// <summary>Whoever was written to has been audited; some of the new ones by halves.</summary>
    public static IEnumerable<ChecklistMark> Audits(IEnumerable<(Account Account, DemoPlan Plan)> accounts)
    {
        foreach (var (i, (account, plan)) in accounts.Where(a => a.Plan.Steps.Count > 0).Index())
        {
            var marks = plan.Stage == StageCodes.NewAccount ? i % 3 : ChecklistItem.All.Count;
            for (var item = 0; item < marks; item++)
                yield return new ChecklistMark
                {
                    AccountId = account.Id,
                    Passage = 1,
                    Item = ChecklistItem.All[item].Code,
                    State = item == 2 ? ChecklistState.NotNeeded : ChecklistState.Done,
                    Finding = s_findings[item],
                    By = Actor.User(plan.Owner),
                    At = plan.Steps[0].At.AddHours(8).AddMinutes(10 * item),
                };
        }
    }
}
