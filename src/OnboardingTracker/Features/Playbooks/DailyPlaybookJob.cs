using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// The scheduled run of one playbook.
/// Enqueued twice: the second run finds nothing left to do. Run together: one waits for the other's advisory lock.
/// Cut off half-way: what was committed stands, the run is marked interrupted, and the retry does the rest. Missed for days: the next
/// run reconciles, since it selects who is not yet where they should be.
/// </summary>
public sealed class DailyPlaybookJob(
    TrackerDb db,
    PlaybookRunner runner,
    LeadMembership membership,
    LeadOwners owners,
    HandOffTasks handOffs,
    TimeProvider time
)
{
    public async Task RunAsync(string playbook, CancellationToken cancel)
    {
        if (!await runner.IsEnabledAsync(playbook, cancel))
            return;
        // Held until fresh data is there; the sweep makes up for it then.
        if (PlaybookBook.Find(playbook) is { NeedsFreshData: true } && await db.HeldForFreshDataAsync(time.GetUtcNow(), cancel) is not null)
            return;
        // Nothing can be sent, or nobody wants it to be: its page says so.
        if (await runner.WhyNotAsync(playbook, cancel) is not null)
            return;
        // Does nothing by itself until a lead has run it once.
        if (PlaybookBook.Find(playbook) is { WaitsForFirstRun: true } waits && !await db.IsReleasedAsync(waits, cancel))
            return;
        await runner.RunAsync(
            new RunRequest(playbook, DryRun: false, BasedOnId: null, RunTriggers.Schedule, Actor.Playbook(playbook)),
            cancel
        );
        if (playbook != PlaybookNames.NewLead)
            return;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        await handOffs.ReconcileAsync(context, cancel: cancel);
        await membership.ReconcileAsync(context, cancel: cancel);
        await owners.AssignUnownedAsync(context, cancel);
    }
}
