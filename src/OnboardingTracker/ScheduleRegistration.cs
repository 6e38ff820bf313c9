using Hangfire;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Platform.Live;

namespace OnboardingTracker;

/// <summary>Keeps the job store's times equal to the policy: at start, when the policy changes, and after a lost connection.</summary>
internal sealed class ScheduleRegistration(
    LiveListener live,
    IServiceScopeFactory scopes,
    IRecurringJobManager jobs,
    TimeProvider time,
    ILogger<ScheduleRegistration> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RegisterAsync(stoppingToken);
        await foreach (var message in live.SubscribeAsync(stoppingToken))
        {
            if (message.Topic == "policy" || message == LiveMessage.Resync)
                await RegisterAsync(stoppingToken);
        }
    }

    private async Task RegisterAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TrackerDb>();
            Schedule.Register(jobs, await db.RunContextAsync(time.GetUtcNow(), cancel));
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // Whatever a database that goes away makes of it, it must not take the app with it. The listener says resync once the database is back, and then this is done again.
            log.LogWarning("The schedule could not be written: {Reason}", failure.Message);
        }
    }
}
