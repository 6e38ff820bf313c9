using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Playbooks;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

/// <summary>What the plan says while billing's data is not fresh enough to act on, and when it is again.</summary>
public sealed class StaleDataPlanTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_waits_for_fresh_data_is_planned_again_and_a_run_that_was_missed_for_today_is_made_up_for()
    {
        var policy = new Policy { SurveyReleased = true };
        await using var app = await FrozenBook.StartAsync(postgres, policy, seed: 21, accounts: 160, stories: 0);
        // At noon: today's runs are over, and none was made.
        app.Clock.SetUtcNow(new DateTimeOffset(app.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(12), TimeSpan.Zero));
        await SyncedAsync(app, ImportState.Failed, "the file had no rows.");

        var (stale, entries) = await app.PlanAsync();
        stale.Bars[PlaybookNames.FinalOutreachDue].Kind.Should().Be(PlannedBarKind.FreshData);
        stale.Bars[PlaybookNames.FinalOutreachDue].Because.Should().Contain("the file had no rows.");
        Of(entries, PlaybookNames.FinalOutreachDue).Should().NotBeEmpty().And.OnlyContain(entry => entry.State != PlannedStates.Planned);
        entries
            .Where(entry => !PlaybookBook.Find(entry.Playbook)!.NeedsFreshData)
            .Should()
            .Contain(entry => entry.State == PlannedStates.Planned);

        await SyncedAsync(app, ImportState.Completed);
        var (fresh, again) = await app.PlanAsync();
        fresh.Bars.Should().NotContainKey(PlaybookNames.FinalOutreachDue);
        var today = Of(again, PlaybookNames.FinalOutreachDue)
            .Where(entry => entry.Day == fresh.FirstDay && entry.State == PlannedStates.Planned)
            .Select(entry => entry.AccountId)
            .ToList();
        today.Should().NotBeEmpty("its run of six o'clock is made up for");

        var seen = new SeenJobs();
        var last = await app.DbAsync(db => db.Transitions.MaxAsync(t => (long?)t.Id)) ?? 0;
        await app.WithAsync(async services =>
        {
            await ActivatorUtilities
                .CreateInstance<PlaybookSweep>(services, (IBackgroundJobClient)seen)
                .RunAsync(TestContext.Current.CancellationToken);
            return true;
        });
        seen.Jobs.Should().Contain(job => job.Type == typeof(DailyPlaybookJob) && (string)job.Args[0] == PlaybookNames.FinalOutreachDue);
        await app.WithAsync(async services =>
        {
            await services
                .GetRequiredService<DailyPlaybookJob>()
                .RunAsync(PlaybookNames.FinalOutreachDue, TestContext.Current.CancellationToken);
            return true;
        });
        var moved = await app.DbAsync(db =>
            db.Transitions.Where(t => t.Id > last && t.Actor == Actor.Playbook(PlaybookNames.FinalOutreachDue))
                .Select(t => t.AccountId)
                .ToListAsync()
        );
        moved.Should().BeEquivalentTo(today);
        Of((await app.PlanAsync()).Entries, PlaybookNames.FinalOutreachDue)
            .Should()
            .NotContain(entry => entry.Day == fresh.FirstDay && entry.State == PlannedStates.Planned, "it was made");
    }

    private static IEnumerable<PlannedEntry> Of(IEnumerable<PlannedEntry> entries, string playbook) =>
        entries.Where(entry => entry.Playbook == playbook);

    private static Task<int> SyncedAsync(TrackerApp app, ImportState state, string? error = null) =>
        app.DbAsync(db =>
        {
            db.Imports.Add(
                new ImportRecord
                {
                    IsSync = true,
                    State = state,
                    Error = error,
                    CreatedBy = Actor.User("ann@example.com"),
                    CreatedAt = app.Clock.GetUtcNow(),
                }
            );
            return db.SaveChangesAsync();
        });
}
