using OnboardingTracker.Data.Dashboard.Planned;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>
/// Every five minutes: brings the plan of the days to come up to date, so that who opens it on a new day does not wait until all
/// of it is made anew.
/// Enqueued twice: the second finds nothing to do. Run together: one after the other, under a lock. Cut off half-way: nothing is written,
/// and the next one does it.
/// </summary>
public sealed class KeepPlanJob(PlannedBook plan)
{
    public Task RunAsync(CancellationToken cancel) => plan.RefreshAsync(cancel);
}
