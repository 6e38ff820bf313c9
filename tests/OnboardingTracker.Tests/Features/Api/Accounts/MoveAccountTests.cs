using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class MoveAccountTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_move_is_200_with_the_account_and_one_transition_and_to_where_it_is_none()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");

        var moved = (await MoveAsync(api, "2")).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await MoveAsync(api, "2")).ShouldBe(200);
        var engaged = await MoveAsync(api, "3a", "called us");

        moved["stage"].Should().BeJson("""{"code":"2","name":"Onboarding Initiated","enteredAt":"2026-03-01T09:00:00Z"}""");
        engaged["stageTimestamps"].Should().BeJson("""{"2":"2026-03-01T09:00:00Z","3a":"2026-03-01T10:00:00Z"}""");
        engaged["engaged"].GetValue<bool>().Should().BeTrue();
        engaged.Text("engagedAt").Should().Be("2026-03-01T10:00:00Z");
        var transitions = (await api.GetAsync("/accounts/acme/transitions")).ShouldBe(200);
        transitions["items"]
            .Should()
            .BeJson(
                """
                [{"id":2,"from":"2","to":"3a","at":"2026-03-01T10:00:00Z","actor":"api:bootstrap","reason":"called us","evidence":null,
                  "undoes":null,"migrated":false,"playbookRun":null},
                 {"id":1,"from":null,"to":"2","at":"2026-03-01T09:00:00Z","actor":"api:bootstrap","reason":null,"evidence":null,
                  "undoes":null,"migrated":false,"playbookRun":null}]
                """
            );
    }

    [Theory]
    [InlineData("3a", "2", null, "reason-required", null)]
    [InlineData("2", "6c", null, "reason-required", null)]
    [InlineData("2", "6d", "  ", null, null)]
    [InlineData("3a", "6a", "done", "engaged-is-not-6a", "6b")]
    [InlineData("2", "6b", "done", "not-engaged-is-not-6b", "6a")]
    public async Task A_move_that_a_rule_refuses_is_422_with_rule_evidence_and_the_stage_it_offers(
        string from,
        string to,
        string? reason,
        string? rule,
        string? offered
    )
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");
        await MoveAsync(api, from);

        var refused = await MoveAsync(api, to, reason);

        if (rule is null)
        {
            refused.ShouldName("reason");
            return;
        }
        refused.ShouldBe(422).Text("rule").Should().Be(rule);
        refused.Text("detail").Should().NotBeNullOrEmpty();
        refused.Body!["offeredStage"]?.GetValue<string>().Should().Be(offered);
        if (offered is not null)
            refused.Text("evidence").Should().Contain(offered == "6b" ? "stated by bootstrap on 1 March 2026" : "no reply");
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be(from);
    }

    [Fact]
    public async Task An_expected_stage_that_it_is_not_in_is_409_with_the_stage_that_it_is_in()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");

        var notIn = await api.PostAsync("/accounts/acme/stage", """{ "stage": "3a", "expectedStage": "2" }""");
        notIn.ShouldBe(409).Body!.AsObject().ContainsKey("currentStage").Should().BeTrue();
        notIn.Body!["currentStage"].Should().BeNull();
        (await api.PostAsync("/accounts/acme/stage", """{ "stage": "2", "expectedStage": null }""")).ShouldBe(200);
        (await api.PostAsync("/accounts/acme/stage", """{ "stage": "3a", "expectedStage": null }"""))
            .ShouldBe(409)
            .Text("currentStage")
            .Should()
            .Be("2");
        var stale = await api.PostAsync("/accounts/acme/stage", """{ "stage": "3b", "expectedStage": "1" }""");
        stale.ShouldBe(409).Text("currentStage").Should().Be("2");
        stale.Text("detail").Should().Contain("api:bootstrap");
        (await api.PostAsync("/accounts/acme/stage", """{ "stage": "3b", "expectedStage": "2" }""")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_moves_of_one_account_at_the_same_moment_one_wins_and_the_others_are_409()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        for (var round = 0; round < 5; round++)
        {
            var path = $"/accounts/acme{round}";
            await api.PutAsync(path, "{}");
            (await api.PostAsync(path + "/stage", """{ "stage": "2" }""")).ShouldBe(200);
            string[] targets = ["3a", "3b", "4a", "4b"];

            var answers = await Task.WhenAll(
                targets.Select(stage => api.PostAsync(path + "/stage", $$"""{ "stage": "{{stage}}", "expectedStage": "2" }"""))
            );

            var won = answers.Should().ContainSingle(a => (int)a.Status == 200).Subject["stage"]["code"]!.GetValue<string>();
            foreach (var lost in answers.Where(a => (int)a.Status != 200))
                lost.ShouldBe(409).Text("currentStage").Should().Be(won);
            (await api.GetAsync(path + "/transitions"))["items"].AsArray().Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task Undone_moves_stay_in_history_and_are_left_out_of_the_timestamps_and_a_new_passage_begins_them_anew()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");
        await MoveAsync(api, "2");
        await MoveAsync(api, "3b");
        var account = await app.DbAsync(db => db.Accounts.AsNoTracking().FirstAsync());
        await app.WithAsync(services =>
            services
                .GetRequiredService<AccountMoves>()
                .UndoAsync(account.Id, account.LastTransitionId!.Value, Actor.User("ann@example.com"))
        );

        var undone = await api.GetAsync("/accounts/acme");
        undone["stage"]["code"]!.GetValue<string>().Should().Be("2");
        undone["stageTimestamps"].AsObject().Select(stage => stage.Key).Should().Equal("2");
        undone["engaged"].GetValue<bool>().Should().BeFalse();
        var newest = (await api.GetAsync("/accounts/acme/transitions?limit=1"))["items"][0]!;
        newest["undoes"]!.GetValue<long>().Should().Be(account.LastTransitionId);
        newest["actor"]!.GetValue<string>().Should().Be("user:ann@example.com");

        await MoveAsync(api, "6a");
        app.Clock.Advance(TimeSpan.FromDays(30));
        var again = (await MoveAsync(api, "1", "came back")).ShouldBe(200);
        again["stageTimestamps"].Should().BeJson("""{"1":"2026-03-31T09:00:00Z"}""");
    }

    [Fact]
    public async Task Transitions_are_paged_newest_first_each_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");
        foreach (var stage in new[] { "1", "2", "3a", "3b", "4a", "4b", "5" })
            await MoveAsync(api, stage);

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await api.GetAsync($"/accounts/acme/transitions?limit=2&cursor={cursor}")).ShouldBe(200);
            seen.AddRange(page.Names("to"));
            cursor = page.Text("nextCursor");
        } while (cursor is not null);

        seen.Should().Equal("5", "4b", "4a", "3b", "3a", "2", "1");
    }

    private static Task<ApiAnswer> MoveAsync(ApiCaller api, string to, string? reason = null) =>
        api.PostAsync("/accounts/acme/stage", reason is null ? new { stage = to } : new { stage = to, reason });
}
