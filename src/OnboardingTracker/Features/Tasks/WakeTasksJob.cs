using OnboardingTracker.Data.Tasks;

namespace OnboardingTracker.Features.Tasks;

/// <summary>
/// Every hour: wakes the tasks whose day has come by the team's calendar.
/// Enqueued twice: the second finds them awake. Run together: one statement, each row is woken once. Cut off half-way: nothing of it was
/// committed, and the next hour does it.
/// </summary>
public sealed class WakeTasksJob(TaskChanges tasks)
{
    public async Task RunAsync(CancellationToken cancel) => await tasks.WakeAsync(cancel);
}
