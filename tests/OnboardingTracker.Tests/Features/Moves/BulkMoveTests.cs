using System.Net;
using System.Text.RegularExpressions;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Moves;

public sealed partial class BulkMoveTests(TestPostgres postgres)
{
    private static readonly Actor Mei = Actor.User("mei@example.com");

    [Fact]
    public async Task All_that_may_go_are_moved_together_and_each_that_may_not_is_named_with_its_reason()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, Mei.Name, "Mei Tanaka");
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var silent = await AddAsync(app, "Silent", "2");
        var quiet = await AddAsync(app, "Quiet", "2");
        var engaged = await AddAsync(app, "Engaged Ltd", "3a");
        var moved = await AddAsync(app, "Mover", "2");
        await app.MoveAsync(moved.Id, "4a", Mei);

        using var answer = await ann.HtmxPostAsync(
            "/accounts/move",
            new()
            {
                ["accounts"] = string.Join(',', silent.Text, quiet.Text, engaged.Text, moved.Text),
                ["to"] = "6a",
                ["returnUrl"] = "/",
            },
            from: "/"
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("HX-Retarget").Should().Equal("#dialog");
        var html = await answer.Content.ReadAsStringAsync();
        html.Should()
            .Contain("2 accounts were left")
            .And.Contain("2 accounts moved to 6a Onboarded — No Engagement")
            .And.Contain("Engaged Ltd")
            .And.Contain("This account has engaged")
            .And.Contain("Move it to 6b Onboarded — Engaged")
            .And.Contain("Mei Tanaka moved it to 4a Intro Call Completed meanwhile");
        (await StagesAsync(app, silent, quiet, engaged, moved)).Should().Be("6a 6a 3a 4a");

        var undo = MovedField().Match(html).Groups[1].Value;
        using var undone = await ann.HtmxPostAsync("/accounts/undo", new() { ["moved"] = undo }, from: "/");
        (await undone.Content.ReadAsStringAsync()).Should().Contain("2 accounts moved back");
        (await StagesAsync(app, silent, quiet, engaged, moved)).Should().Be("2 2 3a 4a");
    }

    [Fact]
    public async Task An_undo_leaves_what_moved_again_meanwhile()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var one = await AddAsync(app, "One", "1");
        var two = await AddAsync(app, "Two", "1");
        using var answer = await ann.HtmxPostAsync(
            "/accounts/move",
            new() { ["accounts"] = $"{one.Text},{two.Text}", ["to"] = "2" },
            from: "/"
        );
        var undo = MovedField().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        await app.MoveAsync(two.Id, "3a", Mei);

        using var undone = await ann.HtmxPostAsync("/accounts/undo", new() { ["moved"] = undo }, from: "/");
        (await undone.Content.ReadAsStringAsync()).Should().Contain("1 account moved back").And.Contain("Two");
        (await StagesAsync(app, one, two)).Should().Be("1 3a");
    }

    [Fact]
    public async Task Where_only_the_reason_is_missing_the_form_asks_for_it_and_all_can_still_go()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var one = await AddAsync(app, "One", "2");
        var two = await AddAsync(app, "Two", "5");
        var fields = new Dictionary<string, string> { ["accounts"] = $"{one.Text},{two.Text}", ["to"] = "6d" };

        using var asked = await ann.HtmxPostAsync("/accounts/move", fields, from: "/");
        asked.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await asked.Content.ReadAsStringAsync()).Should().Contain("Moving to 6d Churned needs a reason.").And.Contain(one.Text);

        fields["reason"] = "They went out of business";
        using var moved = await ann.HtmxPostAsync("/accounts/move", fields, from: "/");
        (await moved.Content.ReadAsStringAsync()).Should().Contain("2 accounts moved to 6d Churned");
        (await StagesAsync(app, one, two)).Should().Be("6d 6d");
    }

    [Fact]
    public async Task Without_javascript_it_is_a_page_and_a_redirect()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var one = await AddAsync(app, "One", "1");
        var form = await ann.HtmlAsync($"/accounts/move?accounts={one.Text}&returnUrl=%2F%3Fowner%3Dany");
        form.Should().Contain("Move 1 account").And.Contain(one.Text);
        using var moved = await ann.PostAsync(
            "/accounts/move",
            new()
            {
                ["accounts"] = one.Text,
                ["to"] = "2",
                ["returnUrl"] = "/?owner=any",
            },
            from: "/"
        );
        moved.Headers.Location!.ToString().Should().Be("/?owner=any");
        (await ann.HtmlAsync("/?owner=any")).Should().Contain("1 account moved to 2 Onboarding Initiated");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x,y.z,-1")]
    public async Task With_nothing_chosen_it_says_so(string accounts)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var answer = await ann.HtmxPostAsync("/accounts/move", new() { ["accounts"] = accounts, ["to"] = "2" }, from: "/");
        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Choose accounts first");
    }

    private static async Task<(long Id, string Text)> AddAsync(TrackerApp app, string name, string stage)
    {
        var id = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = name,
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(80, "USD"),
                NextRenewalOn = new DateOnly(2026, 4, 20),
            },
            name
        );
        var transition = await app.MoveAsync(id, stage, Mei);
        return (id, $"{id}.{transition}");
    }

    private static async Task<string> StagesAsync(TrackerApp app, params (long Id, string Text)[] accounts)
    {
        var stages = new List<string?>();
        foreach (var (id, _) in accounts)
            stages.Add((await app.AccountAsync(id)).Stage);
        return string.Join(' ', stages);
    }

    [GeneratedRegex("name=\"moved\" value=\"([^\"]+)\"")]
    private static partial Regex MovedField();
}
