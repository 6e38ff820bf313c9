using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed partial class AccountPageTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("specialist@example.com");

    [Fact]
    public async Task The_page_says_what_the_account_is_where_it_stands_what_is_next_and_why()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await LeadAsync(app);
        await app.MoveAsync(id, "2", Ann);

        var text = TextOf(await ann.HtmlAsync($"/accounts/{id}"));

        text.Should().Contain("Acme").And.Contain("acme.example").And.Contain("Onboarding Lead").And.Contain("$250.00");
        text.Should().Contain("renewal in 19 days Mar 20");
        text.Should().Contain("Why it is in 2 Onboarding Initiated").And.Contain("Specialist moved it Mar 1, 9:00 AM: as agreed");
        text.Should().Contain("final-outreach-due Due on Mar 10, in 9 days");
        text.Should().Contain("Does not hold: renewal within 10 days renews on 2026-03-20");
        text.Should().Contain("Holds: in stage 2, 3a, 3b, 4a, 4b in 2").And.Contain("week 1 of 8");
    }

    [Fact]
    public async Task The_path_shows_stages_passed_skipped_and_ahead_with_their_times()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await LeadAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.MoveAsync(id, "2", Ann);
        app.Clock.Advance(TimeSpan.FromHours(5));
        await app.MoveAsync(id, "4a", Ann);
        app.Clock.Advance(TimeSpan.FromDays(1));
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        var steps = Steps(await ann.HtmlAsync($"/accounts/{id}"));

        steps
            .Should()
            .Equal(
                "done 1 New Account Mar 1, 9:00 AM 2 days done",
                "done 2 Onboarding Initiated Mar 3, 9:00 AM 5 hours done",
                "skipped 3a Engaged — Email skipped",
                "skipped 3b Engaged — Call Booked skipped",
                "current 4a Intro Call Completed Mar 3, 2:00 PM 1 day so far current stage",
                "ahead 4b Second Call Completed not yet",
                "ahead 5 Awaiting Final Outreach not yet",
                "ahead 6 Outcome not yet"
            );
    }

    [Fact]
    public async Task Nobody_waits_in_an_outcome_so_no_time_runs_there()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await LeadAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.MoveAsync(id, "6c", Ann, "they want a contract");
        app.Clock.Advance(TimeSpan.FromDays(63));
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        var html = await ann.HtmlAsync($"/accounts/{id}");

        Steps(html)[^1].Should().Be("current 6c Sales Handoff Mar 3, 9:00 AM current stage");
        TextOf(html).Should().NotContain("so far");
    }

    [Fact]
    public async Task A_migrated_stage_says_so_and_an_earlier_passage_stays_visible()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await MigrateAsync(app, id, "6a", new DateTimeOffset(2025, 12, 24, 0, 0, 0, TimeSpan.Zero));
        await app.MoveAsync(id, "1", Ann, "they are back");

        var html = await ann.HtmlAsync($"/accounts/{id}");

        TextOf(html).Should().Contain("Times in each stage, and 1 earlier passage").And.Contain("Passage 1, since Dec 24, 2025");
        TextOf(html).Should().Contain("took it over in 6a Onboarded — No Engagement").And.Contain("passage 2, week 1");
        html.Should().Contain("<span class=\"badge\">migrated</span>");
        Steps(html)[0].Should().StartWith("current 1 New Account");
    }

    [Fact]
    public async Task A_move_by_a_playbook_shows_its_evidence_and_its_run_and_an_undone_pair_is_struck()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await LeadAsync(app);
        var second = await app.MoveAsync(id, "2", Ann);
        var html = await ann.HtmlAsync($"/accounts/{id}");
        html.Should().Contain("href=\"/playbooks/new-lead/runs/1\"").And.Contain("forecast above 100 USD");
        Undoable(html).Should().Equal(second.ToString(System.Globalization.CultureInfo.InvariantCulture));

        using var undone = await ann.PostAsync($"/accounts/{id}/undo", new() { ["transition"] = $"{second}" }, from: $"/accounts/{id}");

        undone.StatusCode.Should().Be(HttpStatusCode.Redirect);
        html = await ann.HtmlAsync($"/accounts/{id}");
        TextOf(html).Should().Contain("undone by Specialist").And.Contain("undid 1 New Account → 2 Onboarding Initiated");
        html.Should().Contain($"id=\"move-{second}\" class=\"is-undone\"").And.Contain("Undo the undo");
        Steps(html)[1].Should().StartWith("ahead 2", "undone moves leave no timestamp");
    }

    [Fact]
    public async Task Outside_the_pipeline_the_page_says_why_and_lets_a_person_take_the_account_in()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        TextOf(await ann.HtmlAsync($"/accounts/{id}"))
            .Should()
            .Contain("Not in the pipeline.")
            .And.Contain("Not by itself: forecast 80.00 USD");

        using var answer = await ann.PostAsync($"/accounts/{id}/enter", new() { ["Seen"] = "0" }, from: $"/accounts/{id}");

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var account = await app.AccountAsync(id);
        (account.Stage, account.Owner!.Email).Should().Be(("1", "specialist@example.com"));
        TextOf(await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("Acme is in 1 New Account").And.Contain("added by hand");
    }

    [Fact]
    public async Task A_person_s_edit_that_holds_against_its_source_is_marked_and_its_history_tells_both()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        using var _ = await ann.PostAsync(
            $"/accounts/{id}/edit/forecast",
            new()
            {
                ["Value"] = "95",
                ["Currency"] = "USD",
                ["Seen"] = "80.00 USD",
            }
        );
        await app.AddAccountAsync(new AccountUpdate { Forecast = new Money(80, "USD") });

        var html = await ann.HtmlAsync($"/accounts/{id}");

        html.Should().Contain("by hand").And.Contain("History of forecast, edited by hand").And.Contain("$95.00");
        var history = TextOf(await ann.HtmlAsync($"/accounts/{id}/history/forecast"));
        history.Should().Contain("It holds until the source sends something other than $80.00");
        history.Should().MatchRegex(@"\$95\.00 Specialist, Mar 1, 9:00 AM \$80\.00 import by ingrid@example\.com, Mar 1, 9:00 AM");

        await app.AddAccountAsync(new AccountUpdate { Forecast = new Money(90, "USD") });
        (await ann.HtmlAsync($"/accounts/{id}")).Should().NotContain("by hand");
    }

    [Fact]
    public async Task Revenue_reads_and_marks_payment_risk_and_is_offered_nothing_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await LeadAsync(app);

        var html = await rita.HtmlAsync($"/accounts/{id}");

        html.Should().Contain($"/accounts/{id}/risk");
        foreach (var forbidden in new[] { "move", "edit", "undo", "hold", "keep", "lift", "enter", "contacts" })
            html.Should().NotContain($"/accounts/{id}/{forbidden}");
        foreach (var path in new[] { "hold", "keep", "contacts/new", "edit/plan" })
        {
            using var answer = await rita.GetAsync($"/accounts/{id}/{path}");
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task An_account_is_found_by_what_other_systems_call_it_and_an_unknown_one_is_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync(externalId: "org/42");

        using var found = await ann.GetAsync("/accounts/org%2F42");
        found.Headers.Location!.OriginalString.Should().Be($"/accounts/{id}");
        foreach (var unknown in new[] { "999999", "nobody", "0", "-1", "99999999999999999999" })
        {
            using var answer = await ann.GetAsync($"/accounts/{unknown}");
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, unknown);
        }
    }

    [Fact]
    public async Task Text_of_the_account_is_text_and_never_markup()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync(new AccountUpdate { Name = "<script>alert(1)</script>", StripeCustomerId = "\"><img src=x>" });

        var html = await ann.HtmlAsync($"/accounts/{id}");

        html.Should().NotContain("<script>alert").And.NotContain("<img src=x>").And.Contain("&lt;script&gt;alert(1)");
    }

    private static Task<long> LeadAsync(TrackerApp app) =>
        app.AddAccountAsync(
            new AccountUpdate
            {
                Name = "Acme",
                Domain = "acme.example",
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(250, "USD"),
                NextRenewalOn = new DateOnly(2026, 3, 20),
            }
        );

    private static Task<bool> MigrateAsync(TrackerApp app, long id, string stage, DateTimeOffset enteredAt) =>
        app.WithAsync(async services =>
        {
            var request = new MoveRequest
            {
                AccountId = id,
                To = stage,
                Actor = TestAccounts.Importer,
                At = enteredAt,
                Today = new DateOnly(2026, 3, 1),
                Migrated = true,
            };
            var rules = new MoveRules(new StageCatalogue(StageCatalogue.Shipped));
            var allowed = (MoveDecision.Allowed)rules.Decide(PipelineState.NotInPipeline, request);
            return (await services.GetRequiredService<StageDoor>().ApplyAsync([allowed.Move])).Count == 1;
        });

    /// <summary>The page as it reads: no tags, one space between words.</summary>
    private static string TextOf(string html) =>
        Spaces()
            .Replace(WebUtility.HtmlDecode(Tags().Replace(html[html.IndexOf("<main", StringComparison.Ordinal)..], " ")), " ")
            .Replace(" ,", ",", StringComparison.Ordinal)
            .Replace(" :", ":", StringComparison.Ordinal);

    private static List<string> Steps(string html) =>
        [.. Step().Matches(html).Select(step => $"{step.Groups["state"].Value} {TextOf("<main>" + step.Groups["body"].Value).Trim()}")];

    private static List<string> Undoable(string html) => [.. Undos().Matches(html).Select(undo => undo.Groups["id"].Value)];

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<li data-state=\"(?<state>\\w+)\"[^>]*>(?<body>.*?)</li>", RegexOptions.Singleline)]
    private static partial Regex Step();

    [GeneratedRegex("name=\"transition\" value=\"(?<id>\\d+)\"")]
    private static partial Regex Undos();
}
