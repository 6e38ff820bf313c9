using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Signals.Email;
using OnboardingTracker.Tests.Features.Surveys;
using static OnboardingTracker.Tests.Data.Playbooks.AlertStoryTests;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>Runs of the survey: dry, on exactly the approved set, once, undone, held, refused, and not before a lead has run it once.</summary>
public sealed class SurveyRunTests(TestPostgres postgres)
{
    private const string Playbook = PlaybookNames.SatisfactionSurvey;
    private const string Runs = $"/playbooks/{Playbook}/runs";
    private const string Lou = "lou@lumen.example";

    [Fact]
    public async Task A_dry_run_says_whom_it_would_ask_the_run_asks_exactly_them_once_and_the_link_answers()
    {
        await using var world = await ReadyAsync();
        using var api = await world.App.ApiAsync(Role.Lead);

        var dry = await RunAsync(api, """{ "dryRun": true }""");
        (await world.App.DbAsync(db => db.Surveys.CountAsync())).Should().Be(0);
        var run = await RunAsync(api, $$"""{ "dryRun": false, "basedOn": {{dry["id"]}} }""");
        var again = await RunAsync(api, """{ "dryRun": false }""");
        await world.SendAsync();
        await world.SendAsync();

        dry["touched"][0]!["reason"]!.GetValue<string>().Should().Be($"asks {MailWorld.Kim}: in 6a, reached on 2026-03-01");
        run["touched"].ToJsonString().Should().Be(dry["touched"].ToJsonString());
        (run["count"].GetValue<int>(), again["count"].GetValue<int>()).Should().Be((1, 0));
        world.Smtp.Taken.Should().ContainSingle().Which.To.Should().Equal(MailWorld.Kim);
        (await world.SurveyAsync()).PlaybookRunId.Should().Be(run["id"].GetValue<long>());
        (await world.Mail.StageAsync(world.Acme)).Should().Be("6a");

        using var http = world.App.ApiClient(null);
        using var form = new FormUrlEncodedContent([new("Score", "4")]);
        using var answered = await http.PostAsync(world.LinkInMail(), form);
        (await world.SurveyAsync()).Score.Should().Be(4);
        using var lead = await PageClient.SignedInAsync(world.App, Role.Lead);
        (await lead.HtmlAsync($"/playbooks/{Playbook}")).Should().Contain("of 5 on average").And.Contain("1 of 1 asked");
        (await lead.HtmlAsync($"/playbooks/{Playbook}/runs/{run["id"]}")).Should().Contain("1 account asked").And.Contain(MailWorld.Kim);
        (await lead.HtmlAsync($"/accounts/{world.Acme}")).Should().Contain("asked on 2026-03-04");
    }

    [Fact]
    public async Task An_account_that_comes_to_an_outcome_again_is_not_asked_again()
    {
        await using var world = await ReadyAsync();
        using var api = await world.App.ApiAsync(Role.Lead);
        (await RunAsync(api, """{ "dryRun": false }"""))["count"].GetValue<int>().Should().Be(1);

        foreach (var stage in (string[])["1", "3a", "6b"])
            await world.Mail.MoveAsync(world.Acme, stage);
        world.App.Clock.Advance(TimeSpan.FromDays(5));

        (await RunAsync(api, """{ "dryRun": false }"""))["count"].GetValue<int>().Should().Be(0);
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Of_an_approved_set_those_that_changed_since_are_left_alone_and_named()
    {
        await using var world = await ReadyAsync();
        foreach (var name in (string[])["moved", "bounced", "held", "asked", "other", "late"])
            await DoneAsync(world, name);
        world.App.Clock.Advance(TimeSpan.FromDays(4));
        using var api = await world.App.ApiAsync(Role.Lead);
        var dry = await RunAsync(api, """{ "dryRun": true }""");
        dry["count"].GetValue<int>().Should().Be(7);

        await world.Mail.MoveAsync(await IdAsync(world, "moved"), "7");
        await BounceAsync(world, "kim@bounced.example");
        (await api.PostAsync($"/accounts/held/holds/{Playbook}")).ShouldBe(201);
        (await world.AskAsync(await IdAsync(world, "asked"))).Should().BeTrue();
        await BounceAsync(world, "kim@other.example");
        (
            await api.PutAsync(
                "/accounts/other",
                """{ "contacts": [{ "email": "kim@other.example" }, { "email": "second@other.example" }] }"""
            )
        ).ShouldBe(200);
        (await api.PutAsync("/accounts/late", """{ "salesOwner": "ae@example.com" }""")).ShouldBe(200);
        var run = await RunAsync(api, $$"""{ "dryRun": false, "basedOn": {{dry["id"]}} }""");

        run["touched"].AsArray().Select(item => item!["account"]!.GetValue<string>()).Should().Equal("acme");
        run["dropped"]
            .AsArray()
            .ToDictionary(item => item!["account"]!.GetValue<string>(), item => item!["reason"]!.GetValue<string>())
            .Should()
            .BeEquivalentTo(
                new Dictionary<string, string>
                {
                    ["moved"] = "moved since: it is now in 7 Paid call purchased",
                    ["bounced"] = "changed since: there is none",
                    ["held"] = "held since",
                    ["asked"] = "asked since",
                    ["other"] = "changed since: another contact would be asked, second@other.example",
                    ["late"] = "changed since: with ae@example.com",
                }
            );
    }

    [Fact]
    public async Task Nobody_is_asked_who_was_taken_over_whose_mail_comes_back_who_opted_out_or_whom_a_hold_spares()
    {
        await using var world = await ReadyAsync();
        using var api = await world.App.ApiAsync(Role.Lead);
        async Task<(int, int)> WouldAskAsync()
        {
            var dry = await RunAsync(api, """{ "dryRun": true }""");
            return (dry["count"].GetValue<int>(), dry["heldCount"].GetValue<int>());
        }
        (await WouldAskAsync()).Should().Be((1, 0));

        (await api.PostAsync($"/accounts/acme/holds/{Playbook}")).ShouldBe(201);
        (await WouldAskAsync()).Should().Be((0, 1));
        (await api.DeleteAsync($"/accounts/acme/holds/{Playbook}")).ShouldBe(204);

        await world.App.DbAsync(db =>
            db.Transitions.Where(t => t.To == "6a").ExecuteUpdateAsync(set => set.SetProperty(t => t.Migrated, true))
        );
        (await WouldAskAsync()).Should().Be((0, 0));
        await world.App.DbAsync(db => db.Transitions.ExecuteUpdateAsync(set => set.SetProperty(t => t.Migrated, false)));

        await BounceAsync(world, MailWorld.Kim);
        (await WouldAskAsync()).Should().Be((0, 0));
        await world.App.DbAsync(db => db.Contacts.ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncedAt, (DateTimeOffset?)null)));

        await world.App.DbAsync(async db =>
        {
            db.SurveyOptOuts.Add(new SurveyOptOut { Email = MailWorld.Kim, At = world.App.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        (await WouldAskAsync()).Should().Be((0, 0));
    }

    [Fact]
    public async Task It_is_off_until_a_lead_releases_it_and_by_schedule_asks_nobody_before_a_lead_has_run_it_once()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        world.App.Clock.Advance(TimeSpan.FromDays(3));
        using var api = await world.App.ApiAsync(Role.Lead);
        var refused = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(422);
        refused["rule"].GetValue<string>().Should().Be("survey-not-released");
        using var lead = await PageClient.SignedInAsync(world.App, Role.Lead);
        (await lead.HtmlAsync($"/playbooks/{Playbook}")).Should().Contain("The survey is not released");
        (await lead.HtmlAsync($"/playbooks/{Playbook}/run")).Should().Contain("The survey is not released");
        await DailyAsync(world.App, Playbook);
        (await world.App.DbAsync(db => db.PlaybookRuns.CountAsync())).Should().Be(0);

        await ReleaseAsync(api);
        await DailyAsync(world.App, Playbook);
        (await world.App.DbAsync(db => db.Surveys.CountAsync())).Should().Be(0, "a lead has yet to run it for real");
        (await lead.HtmlAsync($"/playbooks/{Playbook}")).Should().Contain("waits for its first run by a lead");

        (await RunAsync(api, """{ "dryRun": false }"""))["count"].GetValue<int>().Should().Be(1);
        await DoneAsync(world, "lumen");
        world.App.Clock.Advance(TimeSpan.FromDays(3));
        await DailyAsync(world.App, Playbook);
        await DailyAsync(world.App, Playbook);
        (await world.App.DbAsync(db => db.Surveys.CountAsync())).Should().Be(2);
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(2);

        (await api.PatchAsync("/policy", """{ "surveyReleased": false }""")).ShouldBe(200);
        await DoneAsync(world, "third");
        world.App.Clock.Advance(TimeSpan.FromDays(3));
        await DailyAsync(world.App, Playbook);
        (await world.App.DbAsync(db => db.Surveys.CountAsync())).Should().Be(2, "the lead has taken the release back");
    }

    [Fact]
    public async Task Where_no_mail_can_be_sent_a_run_is_refused_and_says_why()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = await app.ApiAsync(Role.Lead);
        await ReleaseAsync(api);

        var refused = (await api.PostAsync(Runs, """{ "dryRun": false }""")).ShouldBe(422);

        refused["rule"].GetValue<string>().Should().Be("survey-cannot-be-sent");
        refused["detail"].GetValue<string>().Should().Contain("no mail server");
        (await app.DbAsync(db => db.PlaybookRuns.CountAsync())).Should().Be(0);
        await DailyAsync(app, Playbook);
        (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
    }

    [Fact]
    public async Task An_undo_calls_off_what_is_not_sent_names_what_is_and_nobody_is_asked_again()
    {
        await using var world = await ReadyAsync();
        await DoneAsync(world, "lumen");
        world.App.Clock.Advance(TimeSpan.FromDays(4));
        using var api = await world.App.ApiAsync(Role.Lead);
        var run = await RunAsync(api, """{ "dryRun": false }""");
        run["count"].GetValue<int>().Should().Be(2);
        var acmes = await world.App.DbAsync(db => db.Surveys.Where(s => s.AccountId == world.Acme).Select(s => s.MailId).SingleAsync());
        await world.App.WithAsync(async services =>
        {
            await services.GetRequiredService<OutboxJob>().SendAsync(acmes!.Value, CancellationToken.None);
            return true;
        });

        var undone = (await api.PostAsync($"{Runs}/{run["id"]}/undo")).ShouldBe(200);
        var again = (await api.PostAsync($"{Runs}/{run["id"]}/undo")).ShouldBe(200);
        await world.SendAsync();
        world.App.Clock.Advance(TimeSpan.FromHours(1));
        await world.SendAsync();

        undone["undone"].GetValue<int>().Should().Be(1);
        undone["left"].ToJsonString().Should().Contain("acme").And.Contain($"sent already, to {MailWorld.Kim}");
        again["undone"].GetValue<int>().Should().Be(0);
        world.Smtp.Taken.Should().ContainSingle("what was called off never goes out");
        (await RunAsync(api, """{ "dryRun": false }"""))["count"].GetValue<int>().Should().Be(0);
        var mail = await world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync(m => m.Id != acmes));
        (mail.State, mail.NextAttemptAt).Should().Be((OutgoingMailState.CalledOff, null));
        mail.Text.Should().Contain("/survey/…");
        using var lead = await PageClient.SignedInAsync(world.App, Role.Lead);
        (await lead.HtmlAsync($"{Runs}/{run["id"]}")).Should().Contain("its mails to 1 account are called off");
        (await lead.HtmlAsync($"{Runs}/{run["id"]}?show=left")).Should().Contain("it was sent already").And.NotContain(Lou);
        (await lead.HtmlAsync($"/accounts/{mail.AccountId}")).Should().Contain("Called off before it was sent to");
    }

    /// <summary>Acme three days after it was done, and the survey released.</summary>
    private async Task<SurveyWorld> ReadyAsync()
    {
        var world = await SurveyWorld.StartAsync(postgres);
        using var api = await world.App.ApiAsync(Role.Lead, "who releases");
        await ReleaseAsync(api);
        world.App.Clock.Advance(TimeSpan.FromDays(3));
        return world;
    }

    private static async Task ReleaseAsync(ApiCaller api) =>
        (await api.PatchAsync("/policy", """{ "surveyReleased": true }""")).ShouldBe(200);

    private static async Task<ApiAnswer> RunAsync(ApiCaller api, string body) => (await api.PostAsync(Runs, body)).ShouldBe(200);

    private static async Task<long> DoneAsync(SurveyWorld world, string name)
    {
        var id = await world.Mail.AccountAsync("5", name, name == "lumen" ? Lou : $"kim@{name}.example");
        await world.Mail.MoveAsync(id, "6a");
        return id;
    }

    private static Task<long> IdAsync(SurveyWorld world, string name) =>
        world.App.DbAsync(db => db.Accounts.Where(a => a.ExternalId == name).Select(a => a.Id).SingleAsync());

    private static Task<int> BounceAsync(SurveyWorld world, string email) =>
        world.App.DbAsync(db =>
            db.Contacts.Where(c => c.Email == email)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncedAt, world.App.Clock.GetUtcNow()))
        );
}
