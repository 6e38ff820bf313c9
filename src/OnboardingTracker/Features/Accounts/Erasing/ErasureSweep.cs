using Hangfire;
using OnboardingTracker.Data.Erasing;

namespace OnboardingTracker.Features.Accounts.Erasing;

/// <summary>
/// Every minute: goes on with an erasure that a crash left, or that waited for a signal to be worked first.
/// Enqueued twice: the second finds nothing left. Run together: each erasure is done by who locks it first. Cut off half-way: what an
/// account lost stays lost, and the next minute does the rest.
/// </summary>
public sealed class ErasureSweep(ContactErasures erasures)
{
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancel) => erasures.SweepAsync(cancel);
}
