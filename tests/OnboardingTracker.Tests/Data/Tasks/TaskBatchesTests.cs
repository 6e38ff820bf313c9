using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Data.Tasks;

public sealed class TaskBatchesTests(TestPostgres postgres)
{
    [Fact]
    public async Task Of_several_at_once_the_one_that_somebody_else_changed_is_left_and_named()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await app.AddAccountAsync();
        AccountTask[] tasks =
        [
            await app.AddTaskAsync(account, "One"),
            await app.AddTaskAsync(account, "Two"),
            await app.AddTaskAsync(account, "Three"),
        ];
        await app.ChangeAsync([tasks[1]], new TaskEdit { DueOn = new DateOnly(2026, 4, 1) });

        var batch = await app.ChangeAsync(tasks, new TaskEdit { State = TaskState.Done });

        batch.Changed.Select(task => task.Title).Should().Equal("One", "Three");
        batch.Meanwhile.Select(task => task.Title).Should().Equal("Two");
        (await app.TaskAsync(tasks[1].Id)).State.Should().Be(TaskState.Open);

        var again = await app.ChangeAsync([tasks[0], tasks[2]], new TaskEdit { State = TaskState.Done });
        (again.Changed.Count, again.Already.Count).Should().Be((0, 2), "sent twice, it is done once");

        var undone = await app.UndoAsync(batch);
        undone.Changed.Should().HaveCount(2);
        (await app.DbAsync(db => db.Tasks.CountAsync(t => t.State == TaskState.Open && t.ClosedAt == null && t.ClosedBy == null)))
            .Should()
            .Be(3);
        (await app.UndoAsync(batch)).Changed.Should().BeEmpty("undone twice, it is undone once");
    }

    [Fact]
    public async Task An_undo_leaves_alone_what_was_changed_since_and_puts_back_sleep_and_assignee()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await app.AddAccountAsync();
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        var ben = await app.AddMemberAsync(Role.Specialist, "ben@example.com");
        var task = await app.AddTaskAsync(account, "One", assignee: ann.Id);
        var friday = new DateOnly(2026, 3, 6);
        await app.ChangeAsync([task], new TaskEdit { SnoozedUntil = friday });
        var given = await app.ChangeAsync([await app.TaskAsync(task.Id)], new TaskEdit { AssigneeId = ben.Id });
        var done = await app.ChangeAsync([await app.TaskAsync(task.Id)], new TaskEdit { State = TaskState.Done });

        (await app.UndoAsync(given)).Meanwhile.Should().ContainSingle("it was done since");
        await app.UndoAsync(done);

        var now = await app.TaskAsync(task.Id);
        (now.State, now.SnoozedUntil, now.AssigneeId).Should().Be((TaskState.Snoozed, friday, ben.Id));
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-02-28")]
    public async Task Nothing_sleeps_until_today_or_yesterday(string day)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var task = await app.AddTaskAsync(await app.AddAccountAsync(), "One");

        var batch = await app.ChangeAsync(
            [task],
            new TaskEdit { SnoozedUntil = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) }
        );

        batch.Problem.Should().Be("Choose a day after today.");
        (await app.TaskAsync(task.Id)).State.Should().Be(TaskState.Open);
    }

    [Fact]
    public async Task Two_at_once_complete_many_tasks_once_each()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await app.AddAccountAsync();
        var tasks = new List<AccountTask>();
        for (var i = 0; i < 20; i++)
            tasks.Add(await app.AddTaskAsync(account, $"Task {i}"));
        var edit = new TaskEdit { State = TaskState.Done };

        var both = await Task.WhenAll(app.ChangeAsync(tasks, edit), app.ChangeAsync(tasks.AsEnumerable().Reverse(), edit));

        both.Sum(batch => batch.Changed.Count).Should().Be(20);
        both.Sum(batch => batch.Already.Count).Should().Be(20);
    }

    [Fact]
    public async Task Who_is_given_tasks_by_somebody_else_is_told_once_of_all()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await app.AddAccountAsync();
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        AccountTask[] tasks = [await app.AddTaskAsync(account, "One"), await app.AddTaskAsync(account, "Two")];

        await app.ChangeAsync(tasks, new TaskEdit { AssigneeId = ann.Id });
        await app.AddTaskAsync(account, "Three", assignee: ann.Id);
        var own = await app.AddTaskAsync(account, "Four");
        await app.ChangeAsync([own], new TaskEdit { AssigneeId = ann.Id }, Actor.User("ann@example.com"));

        var notices = await app.NoticesAsync();
        notices.Should().OnlyContain(notice => notice.MemberId == ann.Id && notice.Kind == NoticeKind.TaskAssigned);
        notices.Select(notice => notice.Title).Should().Equal("2 tasks were given to you", "Your task: Three");
    }

    [Fact]
    public void What_a_form_says_of_tasks_is_read_and_what_is_nonsense_left_out()
    {
        SeenTask
            .Read(["12.7", "13", "x", "1.2.3", "-4", "12.9", "5.99999999999", null])
            .Should()
            .Equal(new SeenTask(12, 7), new SeenTask(13, null));
        FormerTask[] former = [new(1, 2, new DateOnly(2026, 3, 4), 5), new(2, 3, null, null)];
        FormerTask.Read(FormerTask.Write(former) + ",9.9,a.b.c.d,1.1.99999999.1").Should().Equal(former);
    }
}
