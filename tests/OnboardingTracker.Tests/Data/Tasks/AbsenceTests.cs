using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Data.Tasks;

/// <summary>Jonas goes away and comes back; Magda is the fallback assignee, and Ann somebody else.</summary>
public sealed class AbsenceTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_is_theirs_goes_to_the_fallback_assignee_and_comes_back_unless_somebody_did_or_reassigned_it()
    {
        await using var team = await TeamAsync();
        var (kept, done, given, asleep) = (
            await team.AddAsync("kept"),
            await team.AddAsync("done"),
            await team.AddAsync("given"),
            await team.AddAsync("asleep")
        );
        await team.App.ChangeAsync([asleep], new TaskEdit { SnoozedUntil = new DateOnly(2026, 3, 9) });
        var closed = await team.AddAsync("closed before");
        await team.App.ChangeAsync([closed], new TaskEdit { State = TaskState.Done });

        await team.AbsentAsync(team.Jonas, true);

        foreach (var task in new[] { kept, done, given, asleep })
            (await team.HolderAsync(task)).Should().Be(new TaskHolder(team.Magda, team.Jonas));
        (await team.HolderAsync(closed)).Should().Be(new TaskHolder(team.Jonas, null));
        (await team.App.NoticesAsync()).Should().Contain(n => n.MemberId == team.Magda && n.Title == "4 tasks were given to you");
        await team.App.ChangeAsync([await team.App.TaskAsync(done.Id)], new TaskEdit { State = TaskState.Done });
        await team.App.ChangeAsync([await team.App.TaskAsync(given.Id)], new TaskEdit { AssigneeId = team.Ann });
        await team.AbsentAsync(team.Jonas, true);
        await team.ReconcileAsync();
        (await team.HolderAsync(kept)).Should().Be(new TaskHolder(team.Magda, team.Jonas), "marked twice, it is the same");

        await team.AbsentAsync(team.Jonas, false);

        (await team.HolderAsync(kept)).Should().Be(new TaskHolder(team.Jonas, null));
        (await team.HolderAsync(asleep)).Should().Be(new TaskHolder(team.Jonas, null));
        (await team.HolderAsync(given)).Should().Be(new TaskHolder(team.Ann, null));
        var finished = await team.App.TaskAsync(done.Id);
        (finished.State, finished.AssigneeId).Should().Be((TaskState.Done, team.Magda));
        (await team.ReconcileAsync()).Should().Be(0);
    }

    [Fact]
    public async Task What_is_given_to_somebody_absent_goes_to_the_fallback_assignee_at_once()
    {
        await using var team = await TeamAsync();
        await team.AbsentAsync(team.Jonas, true);

        var added = await team.AddAsync("new");
        var other = await team.App.AddTaskAsync(team.Account, "given", assignee: team.Ann);
        await team.App.ChangeAsync([other], new TaskEdit { AssigneeId = team.Jonas });

        (await team.HolderAsync(added)).Should().Be(new TaskHolder(team.Magda, team.Jonas));
        (await team.HolderAsync(other)).Should().Be(new TaskHolder(team.Magda, team.Jonas));
        await team.AbsentAsync(team.Jonas, false);
        (await team.HolderAsync(other)).Should().Be(new TaskHolder(team.Jonas, null));
    }

    [Fact]
    public async Task With_the_fallback_assignee_away_as_well_everybody_keeps_their_own_until_one_of_them_is_back()
    {
        await using var team = await TeamAsync();
        var theirs = await team.AddAsync("Jonas's");
        var own = await team.App.AddTaskAsync(team.Account, "Magda's", assignee: team.Magda);
        await team.AbsentAsync(team.Jonas, true);

        await team.AbsentAsync(team.Magda, true);
        (await team.HolderAsync(theirs)).Should().Be(new TaskHolder(team.Jonas, null));
        (await team.HolderAsync(own)).Should().Be(new TaskHolder(team.Magda, null));

        await team.AbsentAsync(team.Magda, false);
        (await team.HolderAsync(theirs)).Should().Be(new TaskHolder(team.Magda, team.Jonas));
        await team.AbsentAsync(team.Magda, true);
        await team.AbsentAsync(team.Jonas, false);
        (await team.HolderAsync(theirs)).Should().Be(new TaskHolder(team.Jonas, null));
    }

    [Fact]
    public async Task Named_or_changed_while_somebody_is_away_the_fallback_assignee_gets_what_is_there()
    {
        await using var team = await TeamAsync();
        await team.DeskAsync(null);
        var task = await team.AddAsync("One");
        await team.AbsentAsync(team.Jonas, true);
        (await team.HolderAsync(task)).Should().Be(new TaskHolder(team.Jonas, null));

        await team.DeskAsync(team.Magda);
        (await team.HolderAsync(task)).Should().Be(new TaskHolder(team.Magda, team.Jonas));
        await team.DeskAsync(team.Ann);
        (await team.HolderAsync(task)).Should().Be(new TaskHolder(team.Ann, team.Jonas));
    }

    [Fact]
    public async Task Deactivating_somebody_asks_to_whom_the_tasks_go_those_with_the_stand_in_too()
    {
        await using var team = await TeamAsync();
        var task = await team.AddAsync("One");
        await team.AbsentAsync(team.Jonas, true);

        (await team.ChangeAsync(team.Jonas, new MemberUpdate { Active = false }))
            .Should()
            .BeOfType<TeamChange.Refused>()
            .Which.Tasks.Should()
            .Be(1);
        await team.ChangeAsync(team.Jonas, new MemberUpdate { Active = false, ReassignTo = team.Ann });

        (await team.HolderAsync(task)).Should().Be(new TaskHolder(team.Ann, null));
    }

    [Fact]
    public async Task Two_processes_and_somebody_at_work_at_the_same_moment_lose_nothing()
    {
        await using var team = await TeamAsync();
        var tasks = new List<AccountTask>();
        for (var i = 0; i < 30; i++)
            tasks.Add(await team.AddAsync($"Task {i}"));

        for (var round = 0; round < 6; round++)
        {
            var absent = round % 2 == 0;
            var added = team.AddAsync($"added {round}");
            await Task.WhenAll(
                team.AbsentAsync(team.Jonas, absent),
                team.AbsentAsync(team.Jonas, absent),
                team.ReconcileAsync(),
                team.App.ChangeAsync(
                    await team.App.DbAsync(db => db.Tasks.AsNoTracking().Where(t => t.Id == tasks[round].Id).ToListAsync()),
                    new TaskEdit { State = TaskState.Done }
                ),
                added
            );
            var live = await team.App.DbAsync(db => db.Tasks.AsNoTracking().Where(t => t.State == TaskState.Open).ToListAsync());
            live.Should()
                .OnlyContain(t =>
                    absent
                        ? t.AssigneeId == team.Magda && t.AwayMemberId == team.Jonas
                        : t.AssigneeId == team.Jonas && t.AwayMemberId == null
                );
        }
        (await team.App.DbAsync(db => db.Tasks.CountAsync())).Should().Be(36);
    }

    private async Task<Team> TeamAsync()
    {
        var app = await TrackerApp.StartAsync(postgres);
        var jonas = await app.AddMemberAsync(Role.Specialist, "jonas@example.com", "Jonas");
        var magda = await app.AddMemberAsync(Role.Lead, "magda@example.com", "Magda");
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann");
        var team = new Team(app, jonas.Id, magda.Id, ann.Id, await app.AddAccountAsync());
        await team.DeskAsync(magda.Id);
        return team;
    }

    private sealed record Team(TrackerApp App, int Jonas, int Magda, int Ann, long Account) : IAsyncDisposable
    {
        public Task<AccountTask> AddAsync(string title) => App.AddTaskAsync(Account, title, assignee: Jonas);

        public async Task<TaskHolder> HolderAsync(AccountTask task) =>
            await App.TaskAsync(task.Id) is var now ? new(now.AssigneeId, now.AwayMemberId) : default;

        public Task<TeamChange> AbsentAsync(int member, bool absent) => ChangeAsync(member, new MemberUpdate { Absent = absent });

        public Task<TeamChange> ChangeAsync(int member, MemberUpdate update) =>
            App.WithAsync(services => services.GetRequiredService<TeamChanges>().ChangeAsync(member, update, TestTasks.Root, Role.Admin));

        public Task<string?> DeskAsync(int? fallback) =>
            App.WithAsync(services => services.GetRequiredService<TeamChanges>().AssignDeskAsync(null, fallback, TestTasks.Root));

        public Task<int> ReconcileAsync() => App.WithAsync(services => services.GetRequiredService<AbsentTasks>().ReconcileAsync(null));

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
