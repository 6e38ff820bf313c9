using OnboardingTracker.Data.Tasks;

namespace OnboardingTracker.Features.Tasks;

/// <summary>
/// Every hour: wakes the tasks whose day has come by the team's calendar, and gives to who stands in what a playbook raised for somebody
/// at the very moment at which they were marked absent.
/// Enqueued twice: the second finds them awake. Run together: one statement, each row is woken once. Cut off half-way: nothing of it was
/// committed, and the next hour does it.
/// </summary>
public sealed class WakeTasksJob(TaskChanges tasks, AbsentTasks absent)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await tasks.WakeAsync(cancel);
        await absent.ReconcileAsync(by: null, cancel);
    }
}
