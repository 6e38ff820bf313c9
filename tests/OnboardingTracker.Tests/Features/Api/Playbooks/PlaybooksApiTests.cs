using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Playbooks;

public sealed class PlaybooksApiTests(TestPostgres postgres)
{
    private const string Runs = "/playbooks/final-outreach-due/runs";

    [Fact]
    public async Task Playbooks_are_listed_with_switch_trigger_schedule_and_last_run_and_switched()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PatchAsync("/policy", """{ "policyHour": "07:30", "timeZone": "Europe/Berlin" }""");

        var list = (await api.GetAsync("/playbooks")).ShouldBe(200);
        list.Names("name").Should().Equal(PlaybookBook.All.Select(p => p.Name));
        var rule = list["items"].AsArray().Single(p => p!["name"]!.GetValue<string>() == "final-outreach-due")!;
        rule["enabled"]!.GetValue<bool>().Should().BeTrue();
        rule["trigger"]!.GetValue<string>().Should().NotBeEmpty();
        rule["schedule"].Should().BeJson("""{"dailyAt":"07:30","timeZone":"Europe/Berlin"}""");
        rule["lastRun"].Should().BeNull();

        var off = (await api.PatchAsync("/playbooks/final-outreach-due", """{ "enabled": false }""")).ShouldBe(200);
        off["enabled"].GetValue<bool>().Should().BeFalse();
        (await api.PatchAsync("/playbooks/final-outreach-due", """{ "enabled": false }""")).ShouldBe(200);
        (await app.DbAsync(db => db.AuditEntries.CountAsync(e => e.Action == "playbook switched off"))).Should().Be(1);
        (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(422).Text("rule").Should().Be("playbook-off");
        (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        (await api.GetAsync("/playbooks"))["items"].AsArray().Single(p => p!["name"]!.GetValue<string>() == "final-outreach-due")![
            "lastRun"
        ]!["dryRun"]!
            .GetValue<bool>()
            .Should()
            .BeTrue();
        (await api.PatchAsync("/playbooks/no-such", """{ "enabled": false }""")).ShouldBe(404);

        var first = (await api.GetAsync("/playbooks?limit=1")).ShouldBe(200);
        first.Names("name").Should().Equal("new-lead");
        var second = await api.GetAsync($"/playbooks?limit=1&cursor={first.Text("nextCursor")}");
        second.Names("name").Should().Equal("initial-outreach");
        var rest = await api.GetAsync($"/playbooks?limit=100&cursor={second.Text("nextCursor")}");
        rest.Names("name").Should().Equal(PlaybookBook.All.Skip(2).Select(p => p.Name));
        rest.Text("nextCursor").Should().BeNull();
    }

    [Fact]
    public async Task A_dry_run_names_whom_it_would_touch_and_why_the_run_based_on_it_moves_them_and_its_undo_takes_them_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await DueAsync(api, "acme", "beta", "held", "later");
        await api.PostAsync("/accounts/held/holds/final-outreach-due", """{ "reason": "in talks" }""");
        app.Clock.Advance(TimeSpan.FromDays(1));

        var dry = (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        (dry["count"].GetValue<int>(), dry["dryRun"].GetValue<bool>()).Should().Be((3, true));
        dry["touched"]
            .Should()
            .BeJson(
                """
                [{"account":"acme","from":"2","to":"5","reason":"renews in 10 days, on 2026-03-12; outreach only 1 day ago"},
                 {"account":"beta","from":"2","to":"5","reason":"renews in 10 days, on 2026-03-12; outreach only 1 day ago"},
                 {"account":"later","from":"2","to":"5","reason":"renews in 10 days, on 2026-03-12; outreach only 1 day ago"}]
                """
            );
        Accounts(dry, "held").Should().Equal("held");
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("2", "a dry run touches nothing");

        await api.PutAsync("/accounts/later", """{ "nextRenewalOn": "2026-06-01" }""");
        var real = (await api.PostAsync(Runs, $$"""{ "dryRun": false, "basedOn": {{dry["id"]}} }""")).ShouldBe(200);
        Accounts(real, "touched").Should().Equal("acme", "beta");
        Accounts(real, "dropped").Should().Equal("later");
        real["dropped"][0]!["reason"]!.GetValue<string>().Should().Contain("changed since");
        var transition = (await api.GetAsync("/accounts/acme/transitions?limit=1"))["items"][0]!;
        transition["playbookRun"]!.GetValue<long>().Should().Be(real["id"].GetValue<long>());
        transition["actor"]!.GetValue<string>().Should().Be("playbook:final-outreach-due");
        transition["evidence"]!["facts"]!.AsArray().Should().HaveCount(5);

        await api.PostAsync("/accounts/beta/stage", """{ "stage": "6a" }""");
        var undo = (await api.PostAsync($"{Runs}/{real["id"]}/undo")).ShouldBe(200);
        undo["undone"].GetValue<int>().Should().Be(1);
        undo["left"].Should().BeJson("""[{"account":"beta","reason":"moved to 6a Onboarded — No Engagement by api:bootstrap since"}]""");
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("2");
        (await api.GetAsync("/accounts/acme/why"))["holds"].AsArray().Should().ContainSingle();
        (await api.PostAsync($"{Runs}/{dry["id"]}/undo")).ShouldBe(422).Text("rule").Should().Be("nothing-to-undo");
    }

    [Fact]
    public async Task A_run_that_was_asked_for_names_whom_it_moved_and_whom_a_hold_kept_away_and_again_does_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await DueAsync(api, "acme", "held");
        await api.PostAsync("/accounts/held/holds/final-outreach-due");
        app.Clock.Advance(TimeSpan.FromDays(1));

        var run = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(200);
        var again = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(200);

        Accounts(run, "touched").Should().Equal("acme");
        Accounts(run, "held").Should().Equal("held");
        again["count"].GetValue<int>().Should().Be(0);
        Accounts(again, "held").Should().Equal("held");
        var told = (await api.GetAsync($"{Runs}/{run["id"]}")).ShouldBe(200);
        told.Body.Should().BeJson(run.Body!.ToJsonString());
    }

    [Fact]
    public async Task A_run_is_paged_through_touched_then_held_then_dropped_each_account_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        string[] touched = [.. Enumerable.Range(1, 5).Select(n => string.Create(CultureInfo.InvariantCulture, $"t{n}"))];
        string[] held = [.. Enumerable.Range(1, 4).Select(n => string.Create(CultureInfo.InvariantCulture, $"h{n}"))];
        await DueAsync(api, [.. touched, .. held]);
        foreach (var account in held)
            await api.PostAsync($"/accounts/{account}/holds/final-outreach-due");
        app.Clock.Advance(TimeSpan.FromDays(1));
        var dry = await api.PostAsync(Runs, """{ "dryRun": true }""");
        var path = $"{Runs}/{dry["id"]}";

        foreach (var limit in new[] { 1, 2, 3, 5, 9, 10 })
        {
            var (seen, kept, cursor) = (new List<string>(), new List<string>(), "");
            do
            {
                var page = (await api.GetAsync($"{path}?limit={limit}&cursor={cursor}")).ShouldBe(200);
                (Accounts(page, "touched").Count + Accounts(page, "held").Count).Should().BeInRange(1, limit);
                seen.AddRange(Accounts(page, "touched"));
                kept.AddRange(Accounts(page, "held"));
                cursor = page.Text("nextCursor");
            } while (cursor is not null);
            seen.Should().Equal(touched);
            kept.Should().Equal(held);
        }
        (await api.GetAsync($"{path}?cursor=garbage")).ShouldName("cursor");
        (await api.GetAsync($"{path}?limit=0")).ShouldName("limit");
        var other = await api.PostAsync(Runs, """{ "dryRun": true }""");
        var foreign = (await api.GetAsync($"{path}?limit=1")).Text("nextCursor");
        (await api.GetAsync($"{Runs}/{other["id"]}?cursor={foreign}")).ShouldName("cursor");
    }

    [Fact]
    public async Task What_is_no_run_of_the_playbook_is_404_or_refused_by_rule()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        var other = (await api.PostAsync("/playbooks/new-lead/runs", """{ "dryRun": true }""")).ShouldBe(200)["id"];

        (await api.GetAsync($"{Runs}/{other}")).ShouldBe(404);
        (await api.PostAsync($"{Runs}/{other}/undo")).ShouldBe(404);
        (await api.GetAsync($"{Runs}/999999")).ShouldBe(404);
        (await api.GetAsync($"{Runs}/abc")).ShouldBe(404);
        (await api.PostAsync("/playbooks/no-such/runs", """{ "dryRun": true }""")).ShouldBe(404);
        (await api.PostAsync(Runs, $$"""{ "dryRun": false, "basedOn": {{other}} }"""))
            .ShouldBe(422)
            .Text("rule")
            .Should()
            .Be("approved-run-unknown");
    }

    [Theory]
    [InlineData(Role.Revenue, 403)]
    [InlineData(Role.Specialist, 403)]
    [InlineData(Role.Lead, 200)]
    [InlineData(Role.Admin, 200)]
    public async Task Everybody_runs_dry_and_leads_for_real(Role role, int real)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = await app.ApiAsync(role);

        (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(real);

        (await app.DbAsync(db => db.PlaybookRuns.CountAsync(run => !run.DryRun))).Should().Be(real == 200 ? 1 : 0);
    }

    private static List<string> Accounts(ApiAnswer run, string part) =>
        [.. run[part].AsArray().Select(item => item!["account"]!.GetValue<string>())];

    /// <summary>Accounts in stage 2 that the ten-day rule moves from tomorrow on.</summary>
    private static async Task DueAsync(ApiCaller api, params string[] accounts)
    {
        foreach (var account in accounts)
        {
            (await api.PutAsync("/accounts/" + account, """{ "plan": "free", "nextRenewalOn": "2026-03-12" }""")).ShouldBe(201);
            (await api.PostAsync($"/accounts/{account}/stage", """{ "stage": "2" }""")).ShouldBe(200);
        }
    }
}
