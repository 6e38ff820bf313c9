using Hangfire;
using OnboardingTracker.Data.Notices;

namespace OnboardingTracker.Features.Notices;

/// <summary>
/// Every quarter of an hour: the morning digests of those whose morning it is.
/// Enqueued twice: the second finds nothing waiting. Run together: a person's notices are locked by the first, and the second finds them
/// mailed. Cut off half-way: each digest is a transaction of its own, and the next quarter does the rest.
/// </summary>
public sealed class DigestJob(Digests digests, ILogger<DigestJob> log)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        if (await digests.WriteDueAsync(cancel) is > 0 and var written)
            log.LogInformation("{Digests} morning digests written down", written);
    }
}
