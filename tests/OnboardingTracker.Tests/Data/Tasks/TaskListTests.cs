using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Data.Tasks;

public sealed class TaskListTests(TestPostgres postgres)
{
    private static readonly DateOnly s_today = new(2026, 3, 1);

    [Fact]
    public async Task Page_by_page_forward_and_back_it_is_the_list_that_one_would_sort_by_hand()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var accounts = new[] { await app.AddAccountAsync(), await app.AddAccountAsync(externalId: "other") };
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        var random = new Random(7);
        await app.DbAsync(async db =>
        {
            for (var i = 0; i < 150; i++)
                db.Tasks.Add(
                    new AccountTask
                    {
                        AccountId = accounts[random.Next(2)],
                        Title = random.Next(4) == 0 ? $"call 100% {i}" : $"write {i}",
                        Kind = TaskKinds.All[random.Next(TaskKinds.All.Count)],
                        AssigneeId = random.Next(2) == 0 ? ann.Id : null,
                        // Few days, so that many tasks share one.
                        DueOn =
                            random.Next(5) == 0 ? null
                            : random.Next(30) == 0 ? DateOnly.MaxValue
                            : s_today.AddDays(random.Next(-4, 20)),
                        State = (TaskState)random.Next(4),
                        CreatedBy = TestTasks.Root,
                        CreatedAt = app.Clock.GetUtcNow(),
                    }
                );
            return await db.SaveChangesAsync();
        });
        var all = await app.DbAsync(db => db.Tasks.AsNoTracking().ToListAsync());
        all.Should().OnlyContain(task => task.Place == TaskPlace.Of(task.Kind, task.DueOn), "the database counts as the rule does");

        foreach (var (filter, keeps) in Filters(ann.Id, accounts[1]))
        {
            var wanted = all.Where(task => task.State == TaskState.Open && keeps(task))
                .OrderBy(task => !TaskKinds.Alerts.Contains(task.Kind))
                .ThenBy(task => task.DueOn is null || task.DueOn == DateOnly.MaxValue)
                .ThenBy(task => task.DueOn == DateOnly.MaxValue ? null : task.DueOn)
                .ThenBy(task => task.Id)
                .Select(task => task.Id)
                .ToList();
            var (read, back) = await app.DbAsync(db => ReadAsync(db, filter));
            read.Should().Equal(wanted, filter.ToString());
            back.Should().Equal(wanted, "backwards too, {0}", filter);
            (await app.DbAsync(db => new TaskList(db, filter).CountAsync(s_today))).Values.Sum().Should().Be(wanted.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n.1")]
    [InlineData("x.1.1")]
    [InlineData("n.-1.1")]
    [InlineData("n.99999999999.1")]
    public void A_place_that_is_none_is_the_beginning(string text) => TaskCursor.Parse(text).Should().BeNull();

    private static IEnumerable<(TaskFilter, Func<AccountTask, bool>)> Filters(int ann, long other)
    {
        yield return (new(), _ => true);
        yield return (new() { AssigneeId = ann }, task => task.AssigneeId == ann);
        yield return (new() { Unassigned = true }, task => task.AssigneeId is null);
        yield return (new() { Kind = TaskFilter.Alerts }, task => TaskKinds.Alerts.Contains(task.Kind));
        yield return (new() { Kind = TaskKinds.Refund }, task => task.Kind == TaskKinds.Refund);
        yield return (new() { DueTo = s_today.AddDays(-1) }, task => task.DueOn < s_today);
        yield return (new() { DueFrom = s_today, DueTo = s_today }, task => task.DueOn == s_today);
        yield return (new() { DueFrom = s_today.AddDays(5) }, task => task.DueOn >= s_today.AddDays(5) && task.DueOn != DateOnly.MaxValue);
        yield return (new() { WithoutDay = true }, task => task.DueOn is null || task.DueOn == DateOnly.MaxValue);
        yield return (
            new() { WithoutDay = true, Kind = TaskFilter.Alerts },
            task => TaskKinds.Alerts.Contains(task.Kind) && (task.DueOn is null || task.DueOn == DateOnly.MaxValue)
        );
        yield return (new() { Q = "100%" }, task => task.Title.Contains("100%", StringComparison.Ordinal));
        yield return (new() { Q = "other" }, task => task.AccountId == other);
        yield return (new() { Stages = ["1"] }, _ => false);
    }

    private static async Task<(List<long> Forward, List<long> Back)> ReadAsync(TrackerDb db, TaskFilter filter)
    {
        var list = new TaskList(db, filter);
        var forward = new List<long>();
        TaskCursor? at = null;
        TaskPage page;
        do
        {
            page = await list.PageAsync(at, 7);
            forward.AddRange(page.Items.Select(row => row.Task.Id));
            at = page.Next is { } next ? TaskCursor.Parse(next.ToString()) : null;
        } while (at is not null);
        var back = page.Items.Select(row => row.Task.Id).ToList();
        while (page.Previous is { } previous)
        {
            page = await list.PageAsync(TaskCursor.Parse(previous.ToString()), 7);
            back.InsertRange(0, page.Items.Select(row => row.Task.Id).Where(id => !back.Contains(id)));
        }
        return (forward, back);
    }
}
