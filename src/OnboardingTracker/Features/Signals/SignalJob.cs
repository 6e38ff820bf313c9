using Hangfire;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Works stored signals, one after the other; takes only their ids.
/// Enqueued twice: the second finds it worked. Run together: the second waits for the row, and then finds it worked. Cut off half-way:
/// nothing of it was committed, and the sweep sets it to work again.
/// </summary>
public sealed class SignalJob(SignalWorker worker)
{
    /// <summary>A failure is kept on the row with the time of the next attempt: Hangfire's own retries would only double them.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task WorkAsync(long signalId, CancellationToken cancel) => worker.WorkAsync(signalId, cancel);

    /// <inheritdoc cref="WorkAsync(long, CancellationToken)"/>
    [AutomaticRetry(Attempts = 0)]
    public async Task WorkAsync(long[] signalIds, CancellationToken cancel)
    {
        foreach (var signalId in signalIds)
            await worker.WorkAsync(signalId, cancel);
    }
}
