using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Members;

public sealed class MembersApiTests(TestPostgres postgres)
{
    private const string Ann = """{ "email": "Ann@Example.com", "name": "Ann Lee", "role": "specialist" }""";

    [Fact]
    public async Task A_member_is_201_then_409_and_listed_and_audited()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var added = (await api.PostAsync("/members", Ann)).ShouldBe(201);

        const string Told = """{"email":"ann@example.com","name":"Ann Lee","role":"specialist","absent":false,"active":true}""";
        added.Body.Should().BeJson(Told);
        (await api.PostAsync("/members", Ann)).ShouldBe(409);
        (await api.GetAsync("/members")).ShouldBe(200)["items"].Should().BeJson($"[{Told}]");
        var entry = await app.DbAsync(db => db.AuditEntries.AsNoTracking().SingleAsync());
        (entry.Action, entry.Subject, entry.Actor.ToString()).Should().Be(("member added", "ann@example.com", "api:bootstrap"));
    }

    [Fact]
    public async Task Of_two_who_add_the_same_person_at_once_one_is_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.PostAsync("/members", Ann)));

        answers.Select(a => (int)a.Status).Order().Should().Equal(201, 409, 409, 409);
    }

    [Fact]
    public async Task Who_goes_away_gets_no_new_leads_and_is_dealt_the_unowned_ones_when_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PostAsync("/members", Ann);

        (await api.PatchAsync("/members/ann@example.com", """{ "absent": true }"""))
            .ShouldBe(200)["absent"]
            .GetValue<bool>()
            .Should()
            .BeTrue();
        var lead = await api.PutAsync("/accounts/acme", """{ "plan": "payAsYouGo", "forecast": { "amount": 500 } }""");
        lead.Body!["owner"].Should().BeNull();
        (await api.PatchAsync("/members/ANN@example.com", """{ "absent": false }""")).ShouldBe(200);

        (await api.GetAsync("/accounts/acme")).Text("owner").Should().Be("ann@example.com");
    }

    [Fact]
    public async Task Deactivating_an_owner_asks_who_gets_the_accounts()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PostAsync("/members", Ann);
        await api.PutAsync("/accounts/acme", """{ "plan": "payAsYouGo", "forecast": { "amount": 500 } }""");
        await api.PostAsync("/members", """{ "email": "ben@example.com", "name": "Ben", "role": "specialist" }""");
        await api.PostAsync("/members", """{ "email": "rita@example.com", "name": "Rita", "role": "revenue" }""");

        var asked = (await api.PatchAsync("/members/ann@example.com", """{ "active": false }""")).ShouldBe(422);
        (asked.Text("rule"), asked["accounts"].GetValue<int>()).Should().Be(("accounts-need-an-owner", 1));
        asked.Text("detail").Should().Contain("Ann Lee owns 1 account in work");
        foreach (var unfit in new[] { "rita@example.com", "ann@example.com" })
            (await api.PatchAsync("/members/ann@example.com", $$"""{ "active": false, "reassignTo": "{{unfit}}" }""")).ShouldName(
                "reassignTo"
            );

        (await api.PatchAsync("/members/ann@example.com", """{ "active": false, "reassignTo": "ben@example.com" }""")).ShouldBe(200);
        (await api.GetAsync("/accounts/acme")).Text("owner").Should().Be("ben@example.com");
    }

    [Fact]
    public async Task Only_an_admin_makes_admins_and_the_last_one_stays()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = app.Api();
        using var lead = await app.ApiAsync(Role.Lead);
        await admin.PostAsync("/members", """{ "email": "root@example.com", "name": "Root", "role": "admin" }""");
        await admin.PostAsync("/members", Ann);

        (await lead.PostAsync("/members", """{ "email": "eve@example.com", "name": "Eve", "role": "admin" }""")).ShouldBe(403);
        (await lead.PatchAsync("/members/ann@example.com", """{ "role": "admin" }""")).ShouldBe(403);
        (await lead.PatchAsync("/members/root@example.com", """{ "active": false }""")).ShouldBe(403);
        (await lead.PatchAsync("/members/ann@example.com", """{ "role": "lead" }""")).ShouldBe(200);
        foreach (var last in new[] { """{ "role": "lead" }""", """{ "active": false }""" })
            (await admin.PatchAsync("/members/root@example.com", last)).ShouldBe(422).Text("rule").Should().Be("last-admin");
        await admin.PatchAsync("/members/ann@example.com", """{ "role": "admin" }""");
        (await admin.PatchAsync("/members/root@example.com", """{ "role": "lead" }""")).ShouldBe(200).Text("role").Should().Be("lead");
        (await admin.PatchAsync("/members/nobody@example.com", """{ "absent": true }""")).ShouldBe(404);
        (await admin.PatchAsync("/members/not-an-address", """{ "absent": true }""")).ShouldBe(404);
    }

    [Fact]
    public async Task Members_are_paged_in_the_order_of_joining()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        foreach (var name in new[] { "zoe", "ann", "max" })
            await api.PostAsync("/members", $$"""{ "email": "{{name}}@example.com", "name": "{{name}}", "role": "revenue" }""");

        var first = (await api.GetAsync("/members?limit=2")).ShouldBe(200);
        var second = (await api.GetAsync($"/members?limit=2&cursor={first.Text("nextCursor")}")).ShouldBe(200);

        first.Names("name").Concat(second.Names("name")).Should().Equal("zoe", "ann", "max");
        second.Text("nextCursor").Should().BeNull();
    }
}
