using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Tests.Features.Playbooks;

/// <summary>A wish that was noted is done, though the process died before it could give anybody the job.</summary>
public sealed class PlaybookSweepTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_run_whose_job_was_lost_is_given_one_after_two_minutes_and_not_before()
    {
        await using var app = await StartAsync();
        var run = await QueueAsync(app);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await SweptAsync(app)).Should().BeEmpty("its job may be on its way");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var jobs = await SweptAsync(app);

        jobs.Should().Equal((typeof(RunPlaybookJob), run));
        await app.WithAsync(async services =>
        {
            // Swept twice, or late: the second job finds the run done.
            await services.GetRequiredService<RunPlaybookJob>().RunAsync(run, default);
            await services.GetRequiredService<RunPlaybookJob>().RunAsync(run, default);
            return true;
        });
        (await app.DbAsync(async db => (await db.PlaybookRuns.FindAsync(run))!.State)).Should().Be(RunState.Completed);
        (await SweptAsync(app)).Should().BeEmpty("it is done");
    }

    [Fact]
    public async Task An_undo_whose_job_was_lost_is_given_one()
    {
        await using var app = await StartAsync();
        var run = await QueueAsync(app);
        await app.WithAsync(async services =>
        {
            await services.GetRequiredService<RunPlaybookJob>().RunAsync(run, default);
            await services.GetRequiredService<PlaybookUndo>().QueueAsync(run, Ann);
            return true;
        });

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        (await SweptAsync(app)).Should().Equal((typeof(UndoPlaybookRunJob), run));

        await app.WithAsync(async services =>
        {
            await services.GetRequiredService<UndoPlaybookRunJob>().RunAsync(run, default);
            return true;
        });
        (await SweptAsync(app)).Should().BeEmpty("it is undone");
    }

    [Fact]
    public async Task While_somebody_is_at_work_on_the_playbook_nothing_is_taken_for_lost()
    {
        await using var app = await StartAsync();
        var run = await QueueAsync(app);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();

        await using (await AdvisoryLock.TakeAsync(database, PlaybookRunner.LockOf(PlaybookNames.FinalOutreachDue)))
            (await SweptAsync(app)).Should().BeEmpty("a job for this run may be waiting for that lock");

        (await SweptAsync(app)).Should().Equal((typeof(RunPlaybookJob), run));
    }

    [Fact]
    public async Task A_daily_run_that_was_held_for_want_of_fresh_data_is_made_up_for_once_it_is_there()
    {
        await using var app = await StartAsync();
        await SyncedAsync(app, ImportState.Completed);
        await app.WithAsync(async services =>
        {
            await ActivatorUtilities
                .CreateInstance<DailyPlaybookJob>(services)
                .RunAsync(PlaybookNames.FinalOutreachDue, TestContext.Current.CancellationToken);
            return true;
        });
        (await SweptNamesAsync(app)).Should().BeEmpty("today's run was made");

        app.Clock.Advance(TimeSpan.FromHours(22));
        await SyncedAsync(app, ImportState.Failed);
        (await SweptNamesAsync(app)).Should().BeEmpty("the data is not fresh");

        await SyncedAsync(app, ImportState.Completed);
        (await SweptNamesAsync(app)).Should().Equal(PlaybookNames.FinalOutreachDue);
    }

    private static Task<int> SyncedAsync(TrackerApp app, ImportState state) =>
        app.DbAsync(db =>
        {
            db.Imports.Add(
                new ImportRecord
                {
                    IsSync = true,
                    State = state,
                    CreatedBy = Ann,
                    CreatedAt = app.Clock.GetUtcNow(),
                }
            );
            return db.SaveChangesAsync();
        });

    /// <summary>The playbooks whose daily run one sweep enqueues.</summary>
    private static Task<List<string>> SweptNamesAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var seen = (SeenJobs)services.GetRequiredService<IBackgroundJobClient>();
            seen.Jobs.Clear();
            await services.GetRequiredService<PlaybookSweep>().RunAsync(TestContext.Current.CancellationToken);
            return seen.Jobs.FindAll(job => job.Type == typeof(DailyPlaybookJob)).ConvertAll(job => (string)job.Args[0]);
        });

    private Task<TrackerApp> StartAsync() =>
        TrackerApp.StartAsync(postgres, services: services => services.AddSingleton<IBackgroundJobClient, SeenJobs>());

    private static async Task<long> QueueAsync(TrackerApp app) =>
        (
            await app.WithAsync(services =>
                services
                    .GetRequiredService<PlaybookRunner>()
                    .QueueAsync(new RunRequest(PlaybookNames.FinalOutreachDue, DryRun: false, null, RunTriggers.AskedFor, Ann))
            )
        ).Id;

    /// <summary>The jobs that one sweep enqueues.</summary>
    private static Task<List<(Type, long)>> SweptAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var seen = (SeenJobs)services.GetRequiredService<IBackgroundJobClient>();
            seen.Jobs.Clear();
            await services.GetRequiredService<PlaybookSweep>().RunAsync(default);
            return seen.Jobs.ConvertAll(job => (job.Type, (long)job.Args[0]));
        });
}
