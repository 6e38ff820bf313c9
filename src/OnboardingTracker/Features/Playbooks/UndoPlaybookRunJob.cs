using OnboardingTracker.Data.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// Undoes a run, signed by the person who asked for it.
/// Enqueued twice: the second finds nothing left to undo. Run together: one waits for the other's advisory lock. Cut off half-way: the
/// accounts that are back stay back, and the job, started again, takes the rest.
/// </summary>
public sealed class UndoPlaybookRunJob(PlaybookUndo undo)
{
    public async Task RunAsync(long runId, CancellationToken cancel) => await undo.ExecuteAsync(runId, cancel);
}
