using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Tasks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Tasks;

public sealed class TaskPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_task_is_added_put_to_sleep_wakes_on_its_day_and_is_completed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var added = await specialist.HtmxPostAsync(
            $"/accounts/{id}/tasks/new",
            new()
            {
                ["Title"] = "Ask <b>who</b> signs",
                ["DueOn"] = "2026-03-02",
                ["Assignee"] = "specialist@example.com",
            }
        );
        added.StatusCode.Should().Be(HttpStatusCode.OK);
        var task = await TaskAsync(app);
        (await specialist.HtmlAsync($"/accounts/{id}")).Should().Contain("Ask &lt;b&gt;who&lt;/b&gt; signs");

        using var asleep = await specialist.HtmxPostAsync(
            $"/tasks/{task.Id}",
            new()
            {
                ["Title"] = task.Title,
                ["SnoozedUntil"] = "2026-03-03",
                ["Version"] = $"{task.RowVersion}",
            }
        );
        asleep.StatusCode.Should().Be(HttpStatusCode.OK);
        (await TaskAsync(app)).State.Should().Be(TaskState.Snoozed);

        app.Clock.Advance(TimeSpan.FromDays(1));
        await WakeAsync(app);
        (await TaskAsync(app)).State.Should().Be(TaskState.Snoozed);
        app.Clock.Advance(TimeSpan.FromHours(15));
        await WakeAsync(app);
        (await TaskAsync(app)).State.Should().Be(TaskState.Open, "the team's third of March has begun");

        using var later = PageClient.Open(app);
        await later.SignInAsync("specialist@example.com");
        using var done = await later.HtmxPostAsync($"/tasks/{task.Id}?handler=Done");
        done.StatusCode.Should().Be(HttpStatusCode.OK);
        var closed = await TaskAsync(app);
        (closed.State, closed.ClosedBy?.Name).Should().Be((TaskState.Done, "specialist@example.com"));
    }

    [Fact]
    public async Task Of_two_people_at_once_the_second_is_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        (await specialist.HtmxPostAsync($"/accounts/{id}/tasks/new", new() { ["Title"] = "One" })).Dispose();
        var seen = await TaskAsync(app);
        var fields = new Dictionary<string, string> { ["Title"] = "Two", ["Version"] = $"{seen.RowVersion}" };
        (await specialist.HtmxPostAsync($"/tasks/{seen.Id}", fields)).Dispose();

        fields["Title"] = "Three";
        using var second = await specialist.HtmxPostAsync($"/tasks/{seen.Id}", fields);

        ((int)second.StatusCode).Should().Be(422);
        (await second.Content.ReadAsStringAsync()).Should().Contain("Somebody else changed it meanwhile").And.Contain("Three");
        (await TaskAsync(app)).Title.Should().Be("Two");
    }

    [Fact]
    public async Task A_wrong_field_is_named_and_what_was_typed_stays()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await specialist.HtmxPostAsync(
            $"/accounts/{id}/tasks/new",
            new() { ["Title"] = " ", ["Assignee"] = "nobody@example.com" }
        );

        ((int)answer.StatusCode).Should().Be(422);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Say what is to be done.").And.Contain("Choose somebody of the team.");
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);
        using var forbidden = await revenue.GetAsync($"/accounts/{id}/tasks/new");
        forbidden.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static Task<AccountTask> TaskAsync(TrackerApp app) => app.DbAsync(db => db.Tasks.AsNoTracking().SingleAsync());

    private static Task<int> WakeAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<WakeTasksJob>().RunAsync(CancellationToken.None);
            return 0;
        });
}
