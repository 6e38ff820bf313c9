using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>
/// Sends one mail that was written down; takes only its id.
/// Enqueued twice: the second finds it sent. Run together: the second finds it locked and leaves it. Cut off half-way: before the server
/// took it, the sweep sends it; after that, the sweep sends it again with the same Message-ID, which mail programs show once.
/// </summary>
public sealed class OutboxJob(
    TrackerDb db,
    NpgsqlDataSource database,
    SmtpSender sender,
    Data.Mail.Outbox outbox,
    TimeProvider time,
    ILogger<OutboxJob> log
)
{
    /// <summary>A failure is kept on the row with the time of the next attempt.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task SendAsync(long mailId, CancellationToken cancel)
    {
        await using var alone = await AdvisoryLock.TryTakeAsync(database, OutgoingIds.LockOf(mailId), cancel);
        if (alone is null)
            return;
        var mail = await db.OutgoingMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == mailId, cancel);
        if (mail?.State is not OutgoingMailState.Queued)
            return;
        var outcome = await sender.SendAsync(mail, cancel);
        // What the server has said is written down, whoever asks us to stop meanwhile.
        switch (outcome)
        {
            case SendOutcome.Sent sent:
                await outbox.SentAsync(mailId, sent.NotTo, sent.Note, CancellationToken.None);
                break;
            case SendOutcome.Refused refused:
                await outbox.RefusedAsync(mailId, refused.Reason, refused.Recipients, CancellationToken.None);
                break;
            case SendOutcome.Later later:
                await LaterAsync(mail, later.Reason);
                break;
        }
        log.LogInformation("Mail {MailId} of account {AccountId}: {Outcome}", mailId, mail.AccountId, outcome.GetType().Name);
    }

    private async Task LaterAsync(OutgoingMail mail, string reason)
    {
        log.LogWarning("Mail {MailId} could not be sent: {Reason}", mail.Id, reason);
        if (RetryTimes.Next(mail.Attempts + 1, mail.CreatedAt, time.GetUtcNow()) is { } next)
            await outbox.FailedAsync(mail.Id, reason, next, CancellationToken.None);
        else
            await outbox.RefusedAsync(
                mail.Id,
                $"Given up after three days: {reason}",
                new Dictionary<string, string>(),
                CancellationToken.None
            );
    }
}
