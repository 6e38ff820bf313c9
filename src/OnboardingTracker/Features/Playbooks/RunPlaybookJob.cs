using OnboardingTracker.Data.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// A run, or dry run, that a person asked for.
/// Enqueued twice: the second finds the run done and does nothing. Run together: one waits for the other's advisory lock, then finds
/// it done. Cut off half-way: what was committed stands, Hangfire starts the job again, and it does the rest under the same run.
/// </summary>
public sealed class RunPlaybookJob(PlaybookRunner runner)
{
    public async Task RunAsync(long runId, CancellationToken cancel) => await runner.ExecuteAsync(runId, cancel);
}
