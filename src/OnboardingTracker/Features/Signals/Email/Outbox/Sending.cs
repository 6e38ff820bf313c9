using Hangfire;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>Writes a mail down and sets a job to send it. Where the job cannot be set up, the sweep finds the row within a minute.</summary>
public sealed class Sending(Data.Mail.Outbox outbox, IBackgroundJobClient jobs, ILogger<Sending> log)
{
    public async Task<QueuedMail> SendAsync(MailToSend mail, CancellationToken cancel = default)
    {
        var queued = await outbox.QueueAsync(mail, cancel);
        if (!queued.IsNew)
            return queued;
        try
        {
            jobs.Enqueue<OutboxJob>(job => job.SendAsync(queued.MailId, CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            log.LogWarning("Mail {MailId} is left to the sweep: {Reason}", queued.MailId, failure.Message);
        }
        return queued;
    }
}
