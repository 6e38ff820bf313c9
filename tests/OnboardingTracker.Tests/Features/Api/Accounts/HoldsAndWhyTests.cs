using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class HoldsAndWhyTests(TestPostgres postgres)
{
    private const string Holds = "/accounts/acme/holds/final-outreach-due";

    [Fact]
    public async Task Why_names_each_condition_with_the_value_it_holds_on()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "plan": "free", "nextRenewalOn": "2026-03-20" }""");
        await api.PostAsync("/accounts/acme/stage", """{ "stage": "2" }""");

        var why = (await api.GetAsync("/accounts/acme/why")).ShouldBe(200);

        (why.Text("account"), why.Text("stage"), why.Text("on")).Should().Be(("acme", "2", "2026-03-01"));
        why["holds"].AsArray().Should().BeEmpty();
        why["playbooks"].AsArray().Select(p => p!["name"]!.GetValue<string>()).Should().Equal(PlaybookBook.All.Select(p => p.Name));
        var rule = why["playbooks"].AsArray().Single(p => p!["name"]!.GetValue<string>() == "final-outreach-due")!;
        rule["wouldMove"]!.GetValue<bool>().Should().BeFalse();
        rule["movesTo"]!.GetValue<string>().Should().Be("5");
        rule["conditions"]!
            .Should()
            .BeJson(
                """
                [{"name":"in stage 2, 3a, 3b, 4a, 4b","holds":true,"value":"in 2"},
                 {"name":"renewal today or later","holds":true,"value":"renews on 2026-03-20"},
                 {"name":"renewal within 10 days","holds":false,"value":"renews on 2026-03-20"},
                 {"name":"at renewal 1 or later since entry","holds":true,"value":"renewal 1 since entry"},
                 {"name":"any time after the initial outreach","holds":true,"value":"initial outreach on 2026-03-01"}]
                """
            );
    }

    [Fact]
    public async Task What_would_move_says_so_unless_held_or_switched_off()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "plan": "free", "nextRenewalOn": "2026-03-20" }""");
        await api.PostAsync("/accounts/acme/stage", """{ "stage": "2" }""");
        app.Clock.Advance(TimeSpan.FromDays(9));
        (await WouldMoveAsync(api)).Should().BeTrue();

        await api.PostAsync(Holds, """{ "reason": "in talks" }""");
        (await WouldMoveAsync(api)).Should().BeFalse();
        var why = await api.GetAsync("/accounts/acme/why");
        const string Hold = """
            {"playbook":"final-outreach-due","by":"api:bootstrap","at":"2026-03-10T09:00:00Z","reason":"in talks","until":"2026-04-03"}
            """;
        why["holds"].Should().BeJson($"[{Hold}]");
        why["playbooks"].AsArray().Single(p => p!["name"]!.GetValue<string>() == "final-outreach-due")!["held"].Should().BeJson(Hold);

        (await api.DeleteAsync(Holds)).ShouldBe(204);
        (await WouldMoveAsync(api)).Should().BeTrue();
        await api.PatchAsync("/playbooks/final-outreach-due", """{ "enabled": false }""");
        (await WouldMoveAsync(api)).Should().BeFalse();
    }

    [Fact]
    public async Task A_hold_is_201_the_same_again_200_and_another_reason_replaces_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "nextRenewalOn": "2026-03-20" }""");

        (await api.PostAsync(Holds)).ShouldBe(201).Body!["reason"].Should().BeNull();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.PostAsync(Holds)).ShouldBe(200).Text("at").Should().Be("2026-03-01T09:00:00Z");
        (await api.PostAsync(Holds, """{ "reason": "in talks" }""")).ShouldBe(201).Text("at").Should().Be("2026-03-01T09:01:00Z");
        (await app.DbAsync(db => db.Holds.CountAsync(h => h.LiftedAt == null))).Should().Be(1);

        await api.PutAsync("/accounts/acme", """{ "nextRenewalOn": "2026-03-27" }""");
        (await api.PostAsync(Holds, """{ "reason": "in talks" }"""))
            .ShouldBe(201)
            .Text("until")
            .Should()
            .Be("2026-04-10", "the renewal it is held for is another one");
        (await api.DeleteAsync(Holds)).ShouldBe(204);
        (await api.DeleteAsync(Holds)).ShouldBe(204);
    }

    [Fact]
    public async Task A_hold_on_what_there_is_not_is_404()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");

        (await api.PostAsync("/accounts/nobody/holds/new-lead")).ShouldBe(404);
        (await api.PostAsync("/accounts/acme/holds/no-such")).ShouldBe(404);
        (await api.DeleteAsync("/accounts/nobody/holds/new-lead")).ShouldBe(404);
        (await api.DeleteAsync("/accounts/acme/holds/no-such")).ShouldBe(404);
    }

    private static async Task<bool> WouldMoveAsync(ApiCaller api) =>
        (await api.GetAsync("/accounts/acme/why"))
            .ShouldBe(200)["playbooks"]
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == "final-outreach-due")!["wouldMove"]!.GetValue<bool>();
}
