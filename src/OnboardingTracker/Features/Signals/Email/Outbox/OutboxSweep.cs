using Hangfire;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>
/// Every minute: sends what a crash or a failure left. And at once, when a transaction has left mail of the app's own.
/// Enqueued twice, run together, cut off: each mail is sent by who locks it first, and the next minute finds the rest.
/// </summary>
public sealed class OutboxSweep(TrackerDb db, OutboxJob job, TimeProvider time)
{
    /// <summary>A mail that was just written has a job of its own.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const int Most = 200;

    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancel) => SendAsync(db.OutgoingMails, time.GetUtcNow() - s_patience, cancel);

    /// <summary>What the app wrote by itself has no other job.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task SendOwnAsync(CancellationToken cancel) =>
        SendAsync(db.OutgoingMails.Where(mail => mail.Kind != OutgoingMailKind.Conversation), time.GetUtcNow(), cancel);

    private async Task SendAsync(IQueryable<OutgoingMail> mails, DateTimeOffset before, CancellationToken cancel)
    {
        var waiting = await mails
            .AsNoTracking()
            .Where(mail => mail.NextAttemptAt != null && mail.NextAttemptAt <= before)
            .OrderBy(mail => mail.NextAttemptAt)
            .Take(Most)
            .Select(mail => mail.Id)
            .ToListAsync(cancel);
        foreach (var mailId in waiting)
            await job.SendAsync(mailId, cancel);
    }
}
