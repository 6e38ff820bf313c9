using System.Text;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Import;
using OnboardingTracker.Tests.Features.Signals;
using static OnboardingTracker.Tests.Data.Playbooks.AlertStoryTests;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>Runs of the alert playbooks: dry, on exactly the approved set, undone, held, and not before a lead has run them once.</summary>
public sealed class AlertRunTests(TestPostgres postgres)
{
    private const string Runs = $"/playbooks/{PlaybookNames.LargeInvoice}/runs";

    [Fact]
    public async Task A_dry_run_names_whom_it_would_touch_and_the_run_on_it_drops_and_names_who_changed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (one, two) = (await LargeAsync(app, "one"), await LargeAsync(app, "two"));
        using var api = await app.ApiAsync(Role.Lead);
        var dry = (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        dry["count"].GetValue<int>().Should().Be(2);
        var touched = dry["touched"][0]!;
        (touched["account"]!.GetValue<string>(), touched["from"]!.GetValue<string>(), touched["to"]!.GetValue<string>())
            .Should()
            .Be(("one", "1", "1"));
        touched["reason"]!.GetValue<string>().Should().Be("Large invoice: 2000.00 USD on 2026-03-20");
        (await TasksAsync(app, one)).Should().BeEmpty();
        (await api.GetAsync("/playbooks"))["items"].AsArray().Last(p => p!["name"]!.GetValue<string>() == "large-invoice")![
            "waitsForFirstRun"
        ]!
            .GetValue<bool>()
            .Should()
            .BeTrue();

        (await api.PutAsync("/accounts/two", """{ "forecast": { "amount": 2500, "currency": "USD" } }""")).ShouldBe(200);
        var run = (await api.PostAsync(Runs, $$"""{ "dryRun": false, "basedOn": {{dry["id"]}} }""")).ShouldBe(200);

        run["touched"].AsArray().Select(item => item!["account"]!.GetValue<string>()).Should().Equal("one");
        run["dropped"][0]!["reason"]!.GetValue<string>().Should().Be("changed since: 2500.00 USD on 2026-03-20, none paid before");
        (await TasksAsync(app, one)).Should().ContainSingle();
        (await TasksAsync(app, two)).Should().BeEmpty();
        (await api.GetAsync($"{Runs}/{run["id"]}")).ShouldBe(200)["touched"].AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task An_undo_calls_off_what_nobody_has_touched_and_names_the_rest_and_it_stays_off()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (one, two) = (await LargeAsync(app, "one"), await LargeAsync(app, "two"));
        using var api = await app.ApiAsync(Role.Lead);
        var run = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(200);
        var touched = (await TasksAsync(app, two)).Single();
        (await api.PatchAsync($"/tasks/{touched.Id}", """{ "dueOn": "2026-03-02" }""")).ShouldBe(200);

        var undone = (await api.PostAsync($"{Runs}/{run["id"]}/undo")).ShouldBe(200);
        undone["undone"].GetValue<int>().Should().Be(1);
        undone["left"][0]!["account"]!.GetValue<string>().Should().Be("two");
        (await api.PostAsync($"{Runs}/{run["id"]}/undo")).ShouldBe(200)["undone"].GetValue<int>().Should().Be(0);
        await DailyAsync(app, PlaybookNames.LargeInvoice);

        var calledOff = (await TasksAsync(app, one)).Should().ContainSingle().Subject;
        (calledOff.State, calledOff.ClosedBecause).Should().Be((TaskState.Canceled, $"run {run["id"]} was undone"));
        (await TasksAsync(app, two)).Should().ContainSingle().Which.IsLive.Should().BeTrue();
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        foreach (var page in new[] { "", "?show=left" })
            (await lead.HtmlAsync($"{Runs}/{run["id"]}{page}")).Should().Contain(page.Length == 0 ? "one" : "two");
    }

    [Fact]
    public async Task A_hold_keeps_the_playbook_away()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var one = await LargeAsync(app, "one");
        using var api = await app.ApiAsync(Role.Lead);
        (await api.PostAsync("/accounts/one/holds/large-invoice")).ShouldBe(201);
        var run = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(200);
        run["held"][0]!["account"]!.GetValue<string>().Should().Be("one");
        (await TasksAsync(app, one)).Should().BeEmpty();

        (await api.DeleteAsync("/accounts/one/holds/large-invoice")).ShouldBe(204);
        await DailyAsync(app, PlaybookNames.LargeInvoice);
        (await TasksAsync(app, one)).Should().ContainSingle();
    }

    [Fact]
    public async Task Off_it_raises_nothing_and_by_a_failed_run_or_a_dry_one_it_is_not_released()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var one = await LargeAsync(app, "one");
        using var api = await app.ApiAsync(Role.Lead);
        (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        await DailyAsync(app, PlaybookNames.LargeInvoice);
        (await api.PatchAsync("/playbooks/large-invoice", """{ "enabled": false }""")).ShouldBe(200);
        (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(422);
        await DailyAsync(app, PlaybookNames.LargeInvoice);
        (await TasksAsync(app, one)).Should().BeEmpty();

        (await api.PatchAsync("/playbooks/large-invoice", """{ "enabled": true }""")).ShouldBe(200);
        await ReleaseAsync(app, PlaybookNames.LargeInvoice);
        var two = await LargeAsync(app, "two");
        (await TasksAsync(app, two)).Should().ContainSingle("from now on it looks when an account changes");
    }

    [Fact]
    public async Task A_first_import_of_10_000_accounts_raises_no_task_before_a_lead_has_run_them()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        var app = world.App;
        var file = new StringBuilder(
            "externalId,name,plan,forecastAmount,forecastCurrency,nextRenewalOn,salesOwner,stage,stageEnteredOn\n"
        );
        for (var i = 0; i < 10_000; i++)
            file.Append(
                null,
                $"big-{i},Big {i},payAsYouGo,{(i % 2 == 0 ? 5000 : 500)},USD,2026-03-08,{(i % 10 == 9 ? "ae@example.com" : "")},{(i % 4 == 0 ? "2" : "1")},2026-02-20\n"
            );
        await world.ImportAsync(file.ToString(), migrate: true);
        (await app.DbAsync(db => db.Accounts.CountAsync(account => account.Stage != null))).Should().Be(10_000);
        foreach (var playbook in PlaybookBook.All)
            await DailyAsync(app, playbook.Name);
        (await app.DbAsync(db => db.Tasks.CountAsync())).Should().Be(0);

        foreach (var playbook in new[] { PlaybookNames.LargeInvoice, PlaybookNames.NeverContacted })
        {
            await ReleaseAsync(app, playbook);
            await DailyAsync(app, playbook);
        }
        var kinds = await app.DbAsync(db =>
            db.Tasks.GroupBy(task => task.Kind)
                .Select(own => new { own.Key, Count = own.Count() })
                .ToDictionaryAsync(own => own.Key, own => own.Count)
        );
        kinds.Should().BeEquivalentTo(new Dictionary<string, int> { [TaskKinds.LargeInvoice] = 5000, [TaskKinds.NeverContacted] = 6500 });
    }

    [Fact]
    public async Task The_pages_say_what_alerts_do()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await LargeAsync(app, "one");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.HtmlAsync("/playbooks")).Should().Contain("waits for its first run by a lead");
        (await lead.HtmlAsync("/playbooks/large-invoice"))
            .Should()
            .Contain("It raises an alert when all of this holds")
            .And.NotContain("Moves to");
        (await lead.HtmlAsync("/playbooks/large-invoice/run")).Should().Contain("raises, updates and closes every alert");
        await ReleaseAsync(app, PlaybookNames.LargeInvoice);
        (await lead.HtmlAsync("/playbooks")).Should().Contain("alerts raised or changed on 1 account");
        var account = await app.DbAsync(db => db.Accounts.Select(a => a.Id).SingleAsync());
        (await lead.HtmlAsync($"/accounts/{account}"))
            .Should()
            .Contain("Large invoice: 2000.00 USD")
            .And.Contain("at or above 1000.00 USD");
        var run = await app.DbAsync(db =>
            db.PlaybookRuns.Where(r => r.Playbook == PlaybookNames.LargeInvoice).Select(r => r.Id).SingleAsync()
        );
        using var csv = await lead.GetAsync($"{Runs}/{run}/csv");
        (await csv.Content.ReadAsStringAsync()).Should().Contain("raised or changed");
    }

    private static async Task<long> LargeAsync(TrackerApp app, string name)
    {
        var id = await app.LeadAsync(name);
        using var api = app.Api();
        (
            await api.PutAsync(
                $"/accounts/{name}",
                """{ "forecast": { "amount": 2000, "currency": "USD" }, "nextRenewalOn": "2026-03-20" }"""
            )
        ).ShouldBe(200);
        return id;
    }
}
