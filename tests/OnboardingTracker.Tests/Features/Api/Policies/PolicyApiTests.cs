using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Policies;

public sealed class PolicyApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_policy_tells_every_value_by_its_camel_case_name_and_takes_itself_back_unchanged()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var policy = (await api.GetAsync("/policy")).ShouldBe(200);

        var names = typeof(Policy).GetProperties().Where(p => p.CanWrite).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);
        policy.Body!.AsObject().Select(value => value.Key).Should().BeEquivalentTo(names.Append("version"));
        (policy.Text("policyHour"), policy["leadForecastAbove"].ToJsonString()).Should().Be(("06:00", "100"));
        (await api.PatchAsync("/policy", policy.Body)).ShouldBe(200).Body.Should().BeJson(policy.Body.ToJsonString());
        (await app.DbAsync(db => db.PolicyVersions.CountAsync())).Should().Be(0, "nothing was changed");
    }

    [Fact]
    public async Task A_change_keeps_what_was_not_sent_and_counts_the_version_and_an_outdated_version_is_409()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var first = (await api.PatchAsync("/policy", """{ "finalOutreachDaysBefore": 14, "currencyRates": { "EUR": 1.08 } }""")).ShouldBe(
            200
        );
        var second = (await api.PatchAsync("/policy", """{ "policyHour": "05:45", "version": 1 }""")).ShouldBe(200);

        first["version"].GetValue<int>().Should().Be(1);
        second["version"].GetValue<int>().Should().Be(2);
        second["finalOutreachDaysBefore"].GetValue<int>().Should().Be(14);
        second["currencyRates"].Should().BeJson("""{"EUR":1.08}""");
        var stale = await api.PatchAsync("/policy", """{ "passageWeeks": 4, "version": 1 }""");
        stale.ShouldBe(409)["currentVersion"].GetValue<int>().Should().Be(2);
        (await api.GetAsync("/policy")).Body.Should().BeJson(second.Body!.ToJsonString());
        var audited = await app.DbAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync());
        audited.Should().HaveCount(2).And.OnlyContain(e => e.Actor.ToString() == "api:bootstrap");
        audited[1].Values.Keys.Should().Equal("policyHour");
    }

    [Fact]
    public async Task Every_wrong_value_is_named_and_none_is_stored()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        (
            await api.PatchAsync("/policy", """{ "passageWeeks": 0, "timeZone": "X", "surveyReleased": 1, "lateEngagementDays": 5 }""")
        ).ShouldName("passageWeeks", "timeZone", "surveyReleased");
        (await api.GetAsync("/policy"))["lateEngagementDays"].GetValue<int>().Should().Be(30);
    }

    [Fact]
    public async Task A_preview_says_what_would_move_and_no_longer_move_and_changes_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "name": "Acme", "plan": "free", "nextRenewalOn": "2026-03-13" }""");
        await api.PostAsync("/accounts/acme/stage", """{ "stage": "2" }""");
        await api.PutAsync(
            "/accounts/euro",
            """{ "name": "Euro", "plan": "payAsYouGo", "forecast": { "amount": 95, "currency": "EUR" } }"""
        );

        var preview = (
            await api.PatchAsync("/policy?preview=true", """{ "finalOutreachDaysBefore": 14, "currencyRates": { "EUR": 1.1 } }""")
        ).ShouldBe(200);

        preview["version"].GetValue<int>().Should().Be(0);
        preview["changes"]
            .Should()
            .BeJson("""{"currencyRates":{"from":{},"to":{"EUR":1.1}},"finalOutreachDaysBefore":{"from":10,"to":14}}""");
        preview["playbooks"]
            .Should()
            .BeJson(
                """
                [{"playbook":"new-lead","enabled":true,"movesNow":0,"wouldMove":1,
                  "newlyMoving":{"count":1,"accounts":[{"account":"euro","name":"Euro","from":null,"to":"1",
                    "reason":"became a lead: forecast 95.00 EUR = 104.50 USD, payAsYouGo"}]},
                  "noLongerMoving":{"count":0,"accounts":[]}},
                 {"playbook":"final-outreach-due","enabled":true,"movesNow":0,"wouldMove":1,
                  "newlyMoving":{"count":1,"accounts":[{"account":"acme","name":"Acme","from":"2","to":"5",
                    "reason":"renews in 12 days, on 2026-03-13"}]},
                  "noLongerMoving":{"count":0,"accounts":[]}},
                 {"playbook":"failed-payment","enabled":true,"movesNow":0,"wouldMove":0,
                  "newlyMoving":{"count":0,"accounts":[]},"noLongerMoving":{"count":0,"accounts":[]}},
                 {"playbook":"large-invoice","enabled":true,"movesNow":0,"wouldMove":0,
                  "newlyMoving":{"count":0,"accounts":[]},"noLongerMoving":{"count":0,"accounts":[]}},
                 {"playbook":"never-contacted","enabled":true,"movesNow":0,"wouldMove":0,
                  "newlyMoving":{"count":0,"accounts":[]},"noLongerMoving":{"count":0,"accounts":[]}},
                 {"playbook":"satisfaction-survey","enabled":true,"movesNow":0,"wouldMove":0,
                  "newlyMoving":{"count":0,"accounts":[]},"noLongerMoving":{"count":0,"accounts":[]}}]
                """
            );
        (await api.GetAsync("/policy"))["version"].GetValue<int>().Should().Be(0);
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("2");
        (await api.GetAsync("/accounts/euro")).Body!["stage"].Should().BeNull();
        (await api.PatchAsync("/policy?preview=true", """{ "passageWeeks": 0 }""")).ShouldName("passageWeeks");
        (await api.PatchAsync("/policy?preview=maybe", """{ "passageWeeks": 5 }""")).ShouldName("preview");
    }

    [Fact]
    public async Task Of_changes_at_the_same_moment_none_is_lost_unseen()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var answers = await Task.WhenAll(
            api.PatchAsync("/policy", """{ "passageWeeks": 5, "version": 0 }"""),
            api.PatchAsync("/policy", """{ "lateEngagementDays": 5, "version": 0 }"""),
            api.PatchAsync("/policy", """{ "surveyDelayDays": 5, "version": 0 }""")
        );

        answers.Should().ContainSingle(a => (int)a.Status == 200);
        answers.Count(a => (int)a.Status == 409).Should().Be(2);
        (await api.GetAsync("/policy"))["version"].GetValue<int>().Should().Be(1);
    }
}
