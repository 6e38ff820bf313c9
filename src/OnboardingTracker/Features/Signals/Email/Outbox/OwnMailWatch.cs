using Hangfire;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Platform.Live;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>
/// Sets a job to send what a committed transaction left of the app's own mail. Heard by every worker: who locks a mail first sends it.
/// What is not heard, the sweep finds within a minute.
/// </summary>
public sealed class OwnMailWatch(LiveListener live, IBackgroundJobClient jobs, ILogger<OwnMailWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in live.SubscribeAsync(stoppingToken))
            if (message.Topic == OwnMails.Topic)
                Enqueue();
    }

    private void Enqueue()
    {
        try
        {
            jobs.Enqueue<OutboxSweep>(sweep => sweep.SendOwnAsync(CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            log.LogWarning("The app's own mail is left to the sweep: {Reason}", failure.Message);
        }
    }
}
