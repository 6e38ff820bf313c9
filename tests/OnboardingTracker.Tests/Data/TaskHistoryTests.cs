using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Data;

public sealed class TaskHistoryTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");
    private static readonly Actor Ben = Actor.User("ben@example.com");

    [Fact]
    public async Task Whatever_becomes_of_a_task_is_kept_with_who_did_it_and_when()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        var ines = await app.AddMemberAsync(Role.Specialist, "ines@example.com");
        var task = await app.WithAsync(s => s.GetRequiredService<TaskChanges>().AddAsync(id, "Ask", TaskKinds.FollowUp, null, null, Ann));
        var now = app.Clock.GetUtcNow();

        await ChangeAsync(app, task.Id, new TaskEdit { AssigneeId = ines.Id }, Ben);
        await ChangeAsync(app, task.Id, new TaskEdit { SnoozedUntil = new DateOnly(2026, 3, 5) }, Ann);
        await ChangeAsync(app, task.Id, new TaskEdit { State = TaskState.Open }, Ben);
        await ChangeAsync(app, task.Id, new TaskEdit { State = TaskState.Open }, Ann);
        await ChangeAsync(app, task.Id, new TaskEdit { State = TaskState.Done }, Ann);
        // A statement that signs nothing is taken to be whose task it is.
        await app.DbAsync(db => db.Tasks.ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TaskState.Open)));

        var kept = await app.DbAsync(db => db.TaskChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync());
        kept.Select(c => (c.StateBefore, c.State, c.By))
            .Should()
            .Equal(
                (null, TaskState.Open, Ann),
                (TaskState.Open, TaskState.Open, Ben),
                (TaskState.Open, TaskState.Snoozed, Ann),
                (TaskState.Snoozed, TaskState.Open, Ben),
                (TaskState.Open, TaskState.Done, Ann),
                (TaskState.Done, TaskState.Open, Ann)
            );
        kept[1].AssigneeId.Should().Be(ines.Id);
        kept.Take(5).Should().OnlyContain(c => c.AccountId == id && c.At - now < TimeSpan.FromSeconds(1));
    }

    private static Task<TaskResult> ChangeAsync(TrackerApp app, long taskId, TaskEdit edit, Actor actor) =>
        app.WithAsync(services => services.GetRequiredService<TaskChanges>().ChangeAsync(taskId, edit, actor));
}
