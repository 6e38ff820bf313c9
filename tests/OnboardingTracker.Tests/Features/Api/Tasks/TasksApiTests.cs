using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Api.Tasks;

public sealed class TasksApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_task_is_added_listed_by_each_filter_and_changed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        await app.AddAccountAsync(externalId: "other");
        await app.AddMemberAsync("ann@example.com", Role.Specialist, active: true);
        using var api = app.Api();

        var added = await api.PostAsync(
            "/accounts/acme/tasks",
            new
            {
                title = "Ask who signs",
                dueOn = "2026-03-05",
                assignee = "ann@example.com",
            }
        );
        added.ShouldBe(201);
        added["kind"].GetValue<string>().Should().Be("followUp");
        var id = added["id"].GetValue<long>();
        (await api.PostAsync("/accounts/other/tasks", new { title = "Bill", kind = "failedPayment" })).ShouldBe(201);

        foreach (
            var (query, titles) in new[]
            {
                ("", new[] { "Bill", "Ask who signs" }),
                ("?account=acme", ["Ask who signs"]),
                ("?assignee=ann@example.com", ["Ask who signs"]),
                ("?assignee=none", ["Bill"]),
                ("?kind=failedPayment", ["Bill"]),
                ("?state=done", []),
                ("?account=nobody", []),
            }
        )
            (await api.GetAsync("/tasks" + query)).Names("title").Should().Equal(titles, query);

        (await api.PatchAsync($"/tasks/{id}", new { state = "done" })).ShouldBe(200);
        (await api.GetAsync("/tasks?state=done")).Names("title").Should().Equal("Ask who signs");
        var reopened = await api.PatchAsync($"/tasks/{id}", new { state = "open", assignee = (string?)null });
        reopened.Text("closedAt").Should().BeNull();
        reopened.Text("assignee").Should().BeNull();
    }

    [Fact]
    public async Task Page_by_page_every_task_comes_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        using var api = app.Api();
        for (var i = 0; i < 5; i++)
            (await api.PostAsync("/accounts/acme/tasks", new { title = $"Task {i}" })).ShouldBe(201);

        var titles = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.GetAsync("/tasks?limit=2" + (cursor is null ? "" : $"&cursor={cursor}"));
            titles.AddRange(page.Names("title"));
            cursor = page.Text("nextCursor");
        } while (cursor is not null);

        titles.Should().Equal("Task 4", "Task 3", "Task 2", "Task 1", "Task 0");
    }

    [Fact]
    public async Task A_change_of_an_old_version_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        using var api = app.Api();
        var task = await api.PostAsync("/accounts/acme/tasks", new { title = "One" });
        var (id, version) = (task["id"].GetValue<long>(), task["version"].GetValue<long>());

        (await api.PatchAsync($"/tasks/{id}", new { title = "Two", version })).ShouldBe(200);

        (await api.PatchAsync($"/tasks/{id}", new { title = "Three", version })).ShouldBe(409);
        (await api.GetAsync("/tasks")).Names("title").Should().Equal("Two");
    }

    [Theory]
    [InlineData("""{ "title": "" }""")]
    [InlineData("""{ "state": "gone" }""")]
    [InlineData("""{ "state": "snoozed" }""")]
    [InlineData("""{ "snoozedUntil": "2026-03-01" }""")]
    [InlineData("""{ "assignee": "nobody@example.com" }""")]
    [InlineData("""{ "color": "red" }""")]
    public async Task A_wrong_change_names_its_field(string body)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        using var api = app.Api();
        var task = await api.PostAsync("/accounts/acme/tasks", new { title = "One" });

        (await api.CallAsync(HttpMethod.Patch, $"/tasks/{task["id"].GetValue<long>()}", body)).ShouldBe(400);
    }
}
