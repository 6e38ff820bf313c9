using System.Globalization;
using System.Net;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Board;

public sealed class BoardTests(TestPostgres postgres)
{
    private static readonly DateOnly s_today = new(2026, 3, 1);

    [Fact]
    public async Task Twelve_columns_in_order_each_with_its_count_and_forecast()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Acme", "3a", 1200);
        await AddAsync(app, "Birch", "3a", 345);
        await AddAsync(app, "Cobalt", "7", 80);
        await AddAsync(app, "Delta", stage: null, 999);

        var board = await BoardAsync(lead);

        board.Columns.Should().Equal(StageCatalogue.Shipped.Select(stage => stage.Code)).And.HaveCount(12);
        board.Cards("3a").Should().BeEquivalentTo("Acme", "Birch");
        board.Text("3a").Should().Contain("Engaged — Email 2 ").And.Contain("$1,545");
        board.Text("7").Should().Contain("Paid call purchased 1 ").And.Contain("$80");
        board.Text("5").Should().Contain("Awaiting Final Outreach 0 ").And.Contain("$0");
        board.Html.Should().NotContain("Delta", "it is not in the pipeline");
    }

    [Fact]
    public async Task Forecasts_without_a_rate_are_named_beside_the_sum()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Acme", "2", 100);
        await AddAsync(app, "Birch", "2", 700, currency: "CHF");
        await AddAsync(app, "Cobalt", "2", 40, currency: "CHF");
        await AddAsync(app, "Delta", "6c", 60, currency: "SEK");

        var board = await BoardAsync(lead);

        board.Text("2").Should().Contain("$100").And.MatchRegex(@"\+ CHF\s740");
        board.Text("6c").Should().Contain("$0").And.MatchRegex(@"\+ SEK\s60");
        board.Text("3a").Should().NotContain("+");
    }

    [Fact]
    public async Task Cards_stand_by_next_renewal_and_outcomes_by_who_came_last()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Later", "4a", renewsIn: 28);
        await AddAsync(app, "Unknown", "4a", renewsIn: null);
        await AddAsync(app, "Soon", "4a", renewsIn: 19);
        await AddAsync(app, "Long ago", "6d", renewsIn: 19);
        app.Clock.Advance(TimeSpan.FromDays(31));
        await AddAsync(app, "First", "6d", renewsIn: 79);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await AddAsync(app, "Second", "6d", renewsIn: 109);
        await lead.SignInAsync("lead@example.com");

        var board = await BoardAsync(lead);

        board.Cards("4a").Should().Equal("Soon", "Later", "Unknown");
        board.Cards("6d").Should().Equal("Second", "First");
        board.Text("6d").Should().Contain("Churned 2 ").And.Contain("Last 30 days");
    }

    [Fact]
    public async Task Show_more_reaches_every_card_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var names = Enumerable.Range(1, 58).Select(i => $"Account {i.ToString("00", CultureInfo.InvariantCulture)}").ToList();
        // Two share each renewal, so that the order within a day counts too.
        for (var i = 0; i < names.Count; i++)
            await AddAsync(app, names[i], "2", renewsIn: 19 + (i / 2));

        var first = await BoardAsync(lead);
        var more = first.MoreUrl("2");
        var second = await BoardAsync(lead, more!);

        first.Cards("2").Should().Equal(names.Take(50));
        first.Text("2").Should().Contain("Onboarding Initiated 58 ");
        second.Cards("2").Should().Equal(names);
        second.MoreUrl("2").Should().BeNull();
        first.MoreUrl("3a").Should().BeNull();
    }

    [Fact]
    public async Task Owner_and_search_narrow_cards_counts_and_sums()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var sam = await app.AddMemberAsync(Role.Specialist, "sam@example.com", "Sam");
        await AddAsync(app, "Acme Labs", "3a", 100, owner: sam.Id);
        await AddAsync(app, "Birch Labs", "3a", 20, owner: sam.Id);
        await AddAsync(app, "Acme Works", "3a", 3, owner: null);

        var sams = await BoardAsync(lead, "/board?owner=sam@example.com");
        var acme = await BoardAsync(lead, "/board?owner=any&q=acme");
        var both = await BoardAsync(lead, "/board?owner=sam@example.com&q=acme");
        var nobody = await BoardAsync(lead, "/board?owner=none");

        sams.Cards("3a").Should().BeEquivalentTo("Acme Labs", "Birch Labs");
        sams.Text("3a").Should().Contain("$120");
        acme.Cards("3a").Should().BeEquivalentTo("Acme Labs", "Acme Works");
        acme.Text("3a").Should().Contain("$103");
        both.Cards("3a").Should().Equal("Acme Labs");
        nobody.Cards("3a").Should().Equal("Acme Works");
        nobody.Text("3a").Should().Contain("Engaged — Email 1 ").And.Contain("$3");
    }

    [Fact]
    public async Task A_card_says_who_owns_it_and_whether_it_engaged_or_is_held()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var sam = await app.AddMemberAsync(Role.Specialist, "sam@example.com", "Sam Reed");
        await AddAsync(app, "Quiet", "2", owner: sam.Id);
        var back = await AddAsync(app, "Talking", "3a", owner: null);
        // A person who takes an account back out of 5 keeps the ten-day rule away from it.
        await app.MoveAsync(back, "5", TestAccounts.Importer);
        await app.MoveAsync(back, "3a", TestAccounts.Importer);

        var board = await BoardAsync(lead);

        board.Text("2").Should().Contain("Sam Reed").And.Contain("in 19 days").And.Contain("$80").And.NotContain("Held");
        board.Text("3a").Should().Contain("No owner").And.Contain("Held");
        board.Text("3a").Replace("Engaged — Email", "", StringComparison.Ordinal).Should().Contain("Engaged");
    }

    [Fact]
    public async Task A_dropped_card_moves_by_what_was_seen_and_a_second_drop_is_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await AddAsync(app, "Acme", "2");
        var seen = (await BoardAsync(lead)).Expected("Acme");

        using var first = await DropAsync(lead, id, "3a", seen);
        using var second = await DropAsync(lead, id, "3b", seen);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await second.Content.ReadAsStringAsync()).Should().Contain("Lead moved Acme to 3a");
        (await BoardAsync(lead)).Cards("3a").Should().Equal("Acme");
    }

    [Fact]
    public async Task Revenue_sees_the_board_and_nothing_to_move_with()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await AddAsync(app, "Acme", "2");

        var board = await BoardAsync(revenue);

        board.Cards("2").Should().Equal("Acme");
        board.Html.Should().NotContain($"/accounts/{id}/move").And.NotContain("/accounts/{id}/move").And.NotContain("/edit/owner");
        (await BoardAsync(lead)).Html.Should().Contain($"/accounts/{id}/move").And.Contain("data-move-url=\"/accounts/{id}/move\"");
    }

    [Fact]
    public async Task An_empty_board_says_why_and_how_to_go_on()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);

        (await lead.HtmlAsync("/board")).Should().Contain("The pipeline is empty");

        await AddAsync(app, "Acme", "2");
        (await lead.HtmlAsync("/board?q=nobody-is-called-that")).Should().Contain("No card matches");
        (await lead.HtmlAsync("/board")).Should().NotContain("The pipeline is empty").And.NotContain("No card matches");
    }

    private static async Task<BoardPage> BoardAsync(PageClient person, string url = "/board") => new(await person.HtmlAsync(url));

    private static Task<HttpResponseMessage> DropAsync(PageClient person, long id, string to, long expected) =>
        person.HtmxPostAsync(
            $"/accounts/{id}/move",
            new()
            {
                ["to"] = to,
                ["expected"] = expected.ToString(CultureInfo.InvariantCulture),
                ["returnUrl"] = "/board",
            },
            from: "/board"
        );

    private static async Task<long> AddAsync(
        TrackerApp app,
        string name,
        string? stage,
        decimal forecast = 80,
        string currency = "USD",
        int? owner = null,
        int? renewsIn = 19
    )
    {
        // On the annual plan, so that no rule takes it in and it stands where the test puts it.
        var id = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = name,
                Plan = Plan.Annual,
                Forecast = new Money(forecast, currency),
                NextRenewalOn = renewsIn is { } days ? s_today.AddDays(days) : (DateOnly?)null,
                OwnerId = owner,
            },
            externalId: name
        );
        if (stage is not null)
            await app.MoveAsync(id, stage, TestAccounts.Importer);
        return id;
    }
}
