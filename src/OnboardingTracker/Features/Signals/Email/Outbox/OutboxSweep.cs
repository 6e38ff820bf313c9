using Hangfire;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>
/// Every minute: sends what a crash or a failure left.
/// Enqueued twice, run together, cut off: each mail is sent by who locks it first, and the next minute finds the rest.
/// </summary>
public sealed class OutboxSweep(TrackerDb db, OutboxJob job, TimeProvider time)
{
    /// <summary>A mail that was just written has a job of its own.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const int Most = 200;

    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - s_patience;
        var waiting = await db
            .OutgoingMails.AsNoTracking()
            .Where(mail => mail.NextAttemptAt != null && mail.NextAttemptAt <= before)
            .OrderBy(mail => mail.NextAttemptAt)
            .Take(Most)
            .Select(mail => mail.Id)
            .ToListAsync(cancel);
        foreach (var mailId in waiting)
            await job.SendAsync(mailId, cancel);
    }
}
