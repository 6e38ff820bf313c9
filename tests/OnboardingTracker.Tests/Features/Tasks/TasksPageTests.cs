using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Tasks;
using OnboardingTracker.Tests.Features.Accounts;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Tasks;

/// <summary>The Tasks page at 2026-03-01 09:00 UTC, a Sunday.</summary>
public sealed partial class TasksPageTests(TestPostgres postgres)
{
    private static readonly DateOnly s_today = new(2026, 3, 1);

    [Fact]
    public async Task Mine_stand_under_their_headings_alerts_first_and_the_team_s_are_a_tab_away()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var account = await app.AddAccountAsync();
        var me = await MeAsync(app, "specialist@example.com");
        await app.AddTaskAsync(account, "Whenever", assignee: me);
        await app.AddTaskAsync(account, "Next week", s_today.AddDays(2), me);
        await app.AddTaskAsync(account, "Now", s_today, me);
        await app.AddTaskAsync(account, "Late", s_today.AddDays(-2), me);
        await app.AddTaskAsync(account, "Payment <failed>", s_today.AddDays(9), me, TaskKinds.FailedPayment);
        await app.AddTaskAsync(account, "Somebody else's", s_today);

        var html = await specialist.HtmlAsync("/tasks");

        Outline(html)
            .Should()
            .Equal("Alerts 1", "Payment <failed>", "Overdue 1", "Late", "Today 1", "Now", "Later 1", "Next week", "No day 1", "Whenever");
        html.Should().Contain("2 days overdue").And.Contain("Failed payment");
        Outline(await specialist.HtmlAsync("/tasks?who=any")).Should().Contain("Somebody else's").And.HaveCount(11);
        Outline(await specialist.HtmlAsync("/tasks?who=none")).Should().Equal("Today 1", "Somebody else's");
        Outline(await specialist.HtmlAsync("/tasks?who=nobody@example.com")).Should().BeEmpty();
        Outline(await specialist.HtmlAsync("/tasks?due=overdue&kind=followUp")).Should().Equal("Overdue 1", "Late");
        Outline(await specialist.HtmlAsync("/tasks?text=acme&due=none")).Should().Equal("No day 1", "Whenever");
        Outline(await specialist.HtmlAsync("/tasks?kind=nonsense&due=nonsense&cursor=n.x.y&text=%00")).Should().HaveCount(10);
        Regex
            .Match(await specialist.HtmlAsync("/"), "Tasks<span class=\"count\">([0-9]*)</span>")
            .Groups[1]
            .Value.Should()
            .Be("2", "due or overdue, and mine");
    }

    [Theory]
    // The team's day is still the last of February in Los Angeles, and the second of March on Kiritimati, at these moments of the first.
    [InlineData("America/Los_Angeles", "2026-03-01T07:59:59Z", "2026-02-28", "Today 1")]
    [InlineData("America/Los_Angeles", "2026-03-01T08:00:00Z", "2026-02-28", "Overdue 1")]
    [InlineData("Pacific/Kiritimati", "2026-03-01T09:59:59Z", "2026-03-01", "Today 1")]
    [InlineData("Pacific/Kiritimati", "2026-03-01T10:00:00Z", "2026-03-01", "Overdue 1")]
    public async Task A_task_is_overdue_when_the_team_s_next_day_begins(string zone, string at, string due, string heading)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        // The clock of the tests cannot go back: a year later, in winter time as well.
        app.Clock.SetUtcNow(moment.AddYears(1).AddDays(-1));
        using var api = app.Api();
        (await api.PatchAsync("/policy", new { timeZone = zone })).ShouldBe(200);
        app.Clock.SetUtcNow(moment.AddYears(1));
        var day = DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture).AddYears(1);
        await app.AddTaskAsync(await app.AddAccountAsync(), "One", day);
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);

        Outline(await revenue.HtmlAsync("/tasks?who=any")).Should().Equal(heading, "One");
    }

    [Fact]
    public async Task Ticked_tasks_are_done_slept_on_given_away_and_taken_back_without_scripts()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var ben = await app.AddMemberAsync(Role.Lead, "ben@example.com", "Ben");
        var account = await app.AddAccountAsync();
        var me = await MeAsync(app, "specialist@example.com");
        foreach (var title in (string[])["One", "Two", "Three"])
            await app.AddTaskAsync(account, title, s_today, me);

        var html = await specialist.HtmlAsync("/tasks");
        var ticked = Ticks(html);
        ticked.Should().HaveCount(3);
        using var done = await specialist.PostManyAsync(
            "/tasks/change?handler=Done",
            [.. ticked.Take(2).Select(tick => KeyValuePair.Create("tasks", tick)), new("returnUrl", "/tasks")],
            from: "/tasks"
        );
        done.StatusCode.Should().Be(HttpStatusCode.Redirect);
        html = await specialist.HtmlAsync("/tasks");
        html.Should().Contain("Done: 2 tasks").And.Contain("Done today <span class=\"count\">2");
        var former = FormerField().Match(html).Groups[1].Value;

        using var undone = await specialist.PostAsync("/tasks/change?handler=Undo", new() { ["former"] = former }, from: "/tasks");
        Outline(await specialist.HtmlAsync("/tasks")).Should().Equal("Today 3", "One", "Two", "Three");

        using var asked = await specialist.PostAsync(
            "/tasks/snooze?handler=Ask",
            new() { ["tasks"] = Ticks(await specialist.HtmlAsync("/tasks"))[0] },
            from: "/tasks"
        );
        (await asked.Content.ReadAsStringAsync()).Should().Contain("Tomorrow").And.Contain("In a week").And.Contain("Snooze “One”");
        using var wrong = await specialist.PostAsync("/tasks/snooze", new() { ["tasks"] = "1", ["day"] = "2026-03-01" }, from: "/tasks");
        ((int)wrong.StatusCode).Should().Be(422);
        using var slept = await specialist.PostAsync(
            "/tasks/snooze",
            new() { ["tasks"] = Ticks(await specialist.HtmlAsync("/tasks"))[0], ["until"] = "2026-03-02" },
            from: "/tasks"
        );
        using var given = await specialist.PostAsync(
            "/tasks/assign",
            new() { ["tasks"] = Ticks(await specialist.HtmlAsync("/tasks"))[0], ["to"] = $"{ben.Id}" },
            from: "/tasks"
        );
        Outline(await specialist.HtmlAsync("/tasks")).Should().StartWith(["Today 1", "Three"]);
        (await specialist.HtmlAsync("/tasks?who=ben@example.com")).Should().Contain(">Two<").And.Contain("Ben");
    }

    [Fact]
    public async Task Of_two_people_who_complete_one_task_the_second_hears_that_it_is_done_and_a_stale_row_that_it_changed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var task = await app.AddTaskAsync(await app.AddAccountAsync(), "One");
        var seen = $"{task.Id}.{task.RowVersion}";
        await app.ChangeAsync([task], new() { DueOn = s_today });

        using var stale = await specialist.HtmxPostAsync("/tasks/change?handler=Done", new() { ["tasks"] = seen }, from: "/tasks");
        ((int)stale.StatusCode).Should().Be(409);
        (await stale.Content.ReadAsStringAsync()).Should().Contain("changed by somebody else meanwhile");

        await app.ChangeAsync([await app.TaskAsync(task.Id)], new() { State = TaskState.Done });
        using var second = await specialist.HtmxPostAsync("/tasks/change?handler=Done", new() { ["tasks"] = seen }, from: "/tasks");
        (await second.Content.ReadAsStringAsync()).Should().Contain("Done already");
        using var gone = await specialist.HtmxPostAsync("/tasks/change?handler=Done", new() { ["tasks"] = "999" }, from: "/tasks");
        (await gone.Content.ReadAsStringAsync()).Should().Contain("There is no such task any more.");
        using var none = await specialist.HtmxPostAsync("/tasks/change?handler=Done", [], from: "/tasks");
        (await none.Content.ReadAsStringAsync()).Should().Contain("Choose tasks first");
    }

    [Fact]
    public async Task Who_only_reads_sees_the_team_s_tasks_and_no_way_to_change_them()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddTaskAsync(await app.AddAccountAsync(), "One");
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);

        var html = await revenue.HtmlAsync("/tasks");

        Outline(html).Should().Contain("One");
        html.Should().NotContain("/tasks/change").And.NotContain("/tasks/snooze").And.NotContain("data-select");
    }

    private static Task<int> MeAsync(TrackerApp app, string email) =>
        app.DbAsync(db => db.Members.Where(m => m.Email == email).Select(m => m.Id).SingleAsync());

    /// <summary>Headings with their counts, and titles, in the order of the page; what is folded comes last.</summary>
    private static IEnumerable<string> Outline(string html) =>
        Lines()
            .Matches(html)
            .Select(match =>
                WebUtility.HtmlDecode(Regex.Replace(match.Groups["group"].Value + match.Groups["title"].Value, "<[^>]*>", "")).Trim()
            );

    private static List<string> Ticks(string html) => [.. Tick().Matches(html).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("scope=\"rowgroup\">(?<group>.*?)</th>|data-open>(?<title>.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Lines();

    [GeneratedRegex("name=\"tasks\" value=\"([0-9.]+)\" data-select")]
    private static partial Regex Tick();

    [GeneratedRegex("name=\"former\" value=\"([^\"]+)\"")]
    private static partial Regex FormerField();
}
