using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Board;

public sealed class BoardLengthTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_long_column_shows_50_and_grows_by_the_cards_beyond_the_last_one()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await FillAsync(app, 170);
        var first = await lead.HtmlAsync("/board");
        CardsOf(first).Should().Equal(Names(1, 50));

        // By htmx the further cards come alone, and the address becomes that of the board as it is now.
        using var more = await HtmxGetAsync(lead, More(first, "hx-get"));
        var added = await more.Content.ReadAsStringAsync();
        CardsOf(added).Should().Equal(Names(51, 100));
        added.Should().Contain("id=\"end-1\" hx-swap-oob=\"true\"").And.NotContain("<section");
        var address = more.Headers.GetValues("HX-Replace-Url").Single();
        var reloaded = await lead.HtmlAsync(address);
        CardsOf(reloaded).Should().Equal(Names(1, 100), "a reload keeps the length");
        Until(added).Should().Be(Until(reloaded)).And.Be(address.Split("until=")[1]);

        // Without scripts the next page holds them all.
        var second = await lead.HtmlAsync(More(first, "href"));
        CardsOf(second).Should().Equal(Names(1, 100));
        var third = await lead.HtmlAsync(More(second, "href"));
        CardsOf(third).Should().Equal(Names(1, 150));
        CardsOf(await lead.HtmlAsync(More(third, "href"))).Should().Equal(Names(1, 170));
    }

    [Fact]
    public async Task What_comes_and_goes_between_two_pages_of_a_column_hides_no_card_and_shows_none_twice()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await FillAsync(app, 120);
        var first = await lead.HtmlAsync("/board");
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                "update accounts set stage = '2' where name in ('n3', 'n4'); update accounts set next_renewal_on = null where name = 'n60'"
            )
        );

        using var more = await HtmxGetAsync(lead, More(first, "hx-get"));
        CardsOf(await more.Content.ReadAsStringAsync()).Should().Equal(Names(51, 101).Where(name => name != "n60"));
        using var last = await HtmxGetAsync(lead, More(await more.Content.ReadAsStringAsync(), "hx-get"));
        CardsOf(await last.Content.ReadAsStringAsync()).Should().Equal([.. Names(102, 120), "n60"], "without a renewal comes last");
        (await last.Content.ReadAsStringAsync()).Should().NotContain("Show more");
        var whole = await lead.HtmlAsync(last.Headers.GetValues("HX-Replace-Url").Single());
        CardsOf(whole).Should().HaveCount(118);
        whole.Should().NotContain("Show more");
    }

    [Fact]
    public async Task An_outcome_grows_by_those_who_came_before()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await FillAsync(app, 70, "6b", inWork: false);

        var first = await lead.HtmlAsync("/board");
        var second = await lead.HtmlAsync(More(first, "href"));

        CardsOf(first, "6b").Should().Equal(Names(1, 70).Reverse().Take(50));
        CardsOf(second, "6b").Should().Equal(Names(1, 70).Reverse());
    }

    [Theory]
    [InlineData("until=1.99999999&until=nonsense&until=9.9")]
    [InlineData("more=1.nonsense")]
    [InlineData("more=.&until=")]
    public async Task A_place_that_is_none_shows_the_first_cards(string query)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await FillAsync(app, 60);

        CardsOf(await lead.HtmlAsync("/board?" + query)).Should().Equal(Names(1, 50));
    }

    [Fact]
    public async Task Every_stage_shows_its_own_cards()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, stage_entered_at, created_at, changed_at)
                select s.code || '-' || i, s.code || '-' || i, 'free', s.code, s.kind <> 'outcome', 1, false, date '2026-03-01' + i, '2026-02-25', now(), now()
                from generate_series(1, 30) i, stages s
                """
            )
        );
        var board = Columns(await lead.HtmlAsync("/board"));
        board.Should().HaveCount(12);
        foreach (var column in board)
            column.Cards.Should().HaveCount(30).And.OnlyContain(card => card.StartsWith(column.Code + "-"));
    }

    private static Task<int> FillAsync(TrackerApp app, int count, string stage = "1", bool inWork = true) =>
        app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, stage_entered_at, created_at, changed_at)
                select 'x' || i, 'n' || i, 'free', {stage}, {inWork}, 1, false, date '2026-03-01' + i, timestamptz '2026-02-20' + i * interval '1 minute', now(), now()
                from generate_series(1, {count}) i
                """
            )
        );

    private static IEnumerable<string> Names(int from, int to) => Enumerable.Range(from, to - from + 1).Select(i => $"n{i}");

    private static async Task<HttpResponseMessage> HtmxGetAsync(PageClient person, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("HX-Request", "true");
        return await person.Http.SendAsync(request);
    }

    private static string More(string html, string attribute) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"<a class=\"link\"[^>]*{attribute}=\"(/board[^\"]+)\"[^>]*>Show more").Groups[1].Value);

    private static string Until(string html) =>
        WebUtility.HtmlDecode(Regex.Match(html, "name=\"until\" value=\"([^\"]+)\"").Groups[1].Value);

    private static List<string> CardsOf(string html, string stage = "1") =>
        html.Contains("<section", StringComparison.Ordinal) ? Columns(html).Single(column => column.Code == stage).Cards : Cards(html);

    private static List<string> Cards(string html) =>
        [.. Regex.Matches(html, "<li class=\"board-card\"[^>]* data-name=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];

    private static List<Column> Columns(string html) =>
        [
            .. html.Split("<section class=\"board-column\"")
                .Skip(1)
                .Select(column => new Column(Regex.Match(column, "data-board-column=\"(\\w+)\"").Groups[1].Value, Cards(column))),
        ];

    private sealed record Column(string Code, List<string> Cards);
}
