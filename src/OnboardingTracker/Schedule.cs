using Hangfire;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Accounts.Erasing;
using OnboardingTracker.Features.Dashboard;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Features.Import.BillingSync;
using OnboardingTracker.Features.Notices;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Features.Signals.Integrations;
using OnboardingTracker.Features.Tasks;

namespace OnboardingTracker;

/// <summary>Every recurring job with its time, in one table. Days and hours are the team's.</summary>
public static class Schedule
{
    /// <summary>Writes the table to the job store; the same table again changes nothing. Called at start and whenever the policy changes.</summary>
    public static void Register(IRecurringJobManager jobs, RunContext context)
    {
        var zone = TeamCalendar.Zone(context.Policy);
        foreach (var playbook in PlaybookBook.All)
            jobs.AddOrUpdate<DailyPlaybookJob>(
                playbook.Name,
                job => job.RunAsync(playbook.Name, CancellationToken.None),
                DailyAt(playbook.DailyAt(context)),
                new RecurringJobOptions { TimeZone = zone }
            );
        jobs.AddOrUpdate<BillingSyncJob>(
            "billing-sync",
            job => job.RunNightlyAsync(CancellationToken.None),
            DailyAt(new TimeOnly(0, 30)),
            new RecurringJobOptions { TimeZone = zone }
        );
        jobs.AddOrUpdate<PlaybookSweep>("playbook-sweep", job => job.RunAsync(CancellationToken.None), EveryFiveMinutes);
        jobs.AddOrUpdate<SignalSweep>("signal-sweep", job => job.RunAsync(CancellationToken.None), EveryMinute);
        jobs.AddOrUpdate<ErasureSweep>("erasure-sweep", job => job.RunAsync(CancellationToken.None), EveryMinute);
        jobs.AddOrUpdate<OutboxSweep>("outbox-sweep", job => job.RunAsync(CancellationToken.None), EveryMinute);
        jobs.AddOrUpdate<WakeTasksJob>("wake-tasks", job => job.RunAsync(CancellationToken.None), EveryHour);
        jobs.AddOrUpdate<DropRawPayloadsJob>(
            "drop-raw-payloads",
            job => job.RunAsync(CancellationToken.None),
            DailyAt(new TimeOnly(3, 30)),
            new RecurringJobOptions { TimeZone = zone }
        );
        jobs.AddOrUpdate<RollUpDashboardJob>("roll-up-dashboard", job => job.RunAsync(CancellationToken.None), EveryHour);
        jobs.AddOrUpdate<KeepPlanJob>("keep-plan", job => job.RunAsync(CancellationToken.None), EveryFiveMinutes);
        jobs.AddOrUpdate<SilentSourcesJob>("silent-sources", job => job.RunAsync(CancellationToken.None), EveryHour);
        jobs.AddOrUpdate<DigestJob>("morning-digests", job => job.RunAsync(CancellationToken.None), EveryQuarter);
        jobs.AddOrUpdate<DropOldNoticesJob>(
            "drop-old-notices",
            job => job.RunAsync(CancellationToken.None),
            DailyAt(new TimeOnly(3, 45)),
            new RecurringJobOptions { TimeZone = zone }
        );
        jobs.AddOrUpdate<ImportSweep>("import-sweep", job => job.RunAsync(CancellationToken.None), EveryFiveMinutes);
    }

    private const string EveryMinute = "* * * * *";

    private const string EveryHour = "1 * * * *";

    private const string EveryQuarter = "*/15 * * * *";

    private const string EveryFiveMinutes = "*/5 * * * *";

    private static string DailyAt(TimeOnly time) => $"{time.Minute} {time.Hour} * * *";
}
