using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Accounts;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed partial class TimelineTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task Page_by_page_every_entry_comes_once_newest_first_whatever_their_kinds_and_equal_times()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        // All in the same two moments, so that the order within a moment is what is tested.
        for (var i = 0; i < 60; i++)
        {
            if (i == 30)
                app.Clock.Advance(TimeSpan.FromHours(1));
            await app.AddAccountAsync(new AccountUpdate { Name = $"Acme {i}" });
            if (i % 10 == 0)
                await HoldAsync(app, id, i);
        }
        await app.MoveAsync(id, "1", Ann);
        await app.MoveAsync(id, "2", Ann);

        var pages = await PagesAsync(app, id);
        var back = await PagesBackAsync(app, id);

        pages.Select(page => page.Count).Should().Equal(25, 25, 24);
        var all = pages.SelectMany(page => page).ToList();
        back.Should()
            .BeEquivalentTo(
                all.Select(entry => entry.Place),
                options => options.WithStrictOrdering(),
                "the way back passes the same entries"
            );
        all.Should().OnlyHaveUniqueItems();
        all.Should().HaveCount(61 + 2 + 11, "61 changes, 2 moves, 6 holds of which 5 were replaced");
        all.Should()
            .BeInDescendingOrder(
                Comparer<TimelineEntry>.Create(
                    (one, other) => (one.At, (int)one.Kind, one.Id).CompareTo((other.At, (int)other.Kind, other.Id))
                )
            );
    }

    [Fact]
    public async Task An_older_page_stays_where_it_was_when_something_new_comes_on_top()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        for (var i = 0; i < 40; i++)
            await app.AddAccountAsync(new AccountUpdate { Name = $"Acme {i}" });
        var first = await PageAsync(app, id);
        var before = (await PageAsync(app, id, first.Older)).Entries.Select(entry => entry.Id);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.AddAccountAsync(new AccountUpdate { Name = "On top" });

        var older = await PageAsync(app, id, first.Older);
        older.Entries.Select(entry => entry.Id).Should().Equal(before);
        var newer = await PageAsync(app, id, newerThan: older.Newer);
        newer
            .Entries.Select(entry => entry.Id)
            .Should()
            .Equal(first.Entries.Select(entry => entry.Id), "the page next to it, and not the newest one");
        newer.Newer.Should().NotBeNull();
        var newest = await PageAsync(app, id, newerThan: newer.Newer);
        newest.Newer.Should().BeNull();
        newest.Entries.Should().HaveCount(25, "fewer than a page are newer: the newest page is shown whole");
    }

    [Fact]
    public async Task The_page_leads_both_ways()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        for (var i = 0; i < 60; i++)
            await app.AddAccountAsync(new AccountUpdate { Name = $"Acme {i}" });

        var first = await ann.HtmlAsync($"/accounts/{id}?kind=details");
        var second = await ann.HtmlAsync(Link(first, "next")!);
        var third = await ann.HtmlAsync(Link(second, "next")!);

        Link(first, "prev").Should().BeNull();
        Link(third, "next").Should().BeNull();
        Entries(await ann.HtmlAsync(Link(third, "prev")!)).Should().Equal(Entries(second)).And.HaveCount(25);
        Entries(await ann.HtmlAsync(Link(second, "prev")!)).Should().Equal(Entries(first)).And.HaveCount(25);
        Entries(third).Should().HaveCount(11).And.NotIntersectWith(Entries(second));

        static string? Link(string html, string rel) =>
            Regex.Match(html, $"href=\"([^\"#]+)#history\" rel=\"{rel}\"") is { Success: true } link
                ? System.Net.WebUtility.HtmlDecode(link.Groups[1].Value)
                : null;

        static IEnumerable<string> Entries(string html) =>
            Regex.Matches(html, "<li id=\"change-(\\d+)\"").Select(match => match.Groups[1].Value);
    }

    [Theory]
    [InlineData("moves", "moved it", "Acme 7")]
    [InlineData("details", "Acme 7", "moved it")]
    [InlineData("holds", "on hold", "Acme 7")]
    public async Task The_history_is_filtered_by_kind(string kind, string shows, string hides)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await app.AddAccountAsync(new AccountUpdate { Name = "Acme 7" });
        await app.AddAccountAsync(new AccountUpdate { Name = "Acme" });
        await app.MoveAsync(id, "1", Ann);
        await app.MoveAsync(id, "2", Ann);
        await HoldAsync(app, id, 1);

        var html = await ann.HtmlAsync($"/accounts/{id}?kind={kind}");

        var history = html[html.IndexOf("id=\"history\"", StringComparison.Ordinal)..];
        history.Should().Contain(shows).And.NotContain(hides);
        Chips().Match(history).Groups["label"].Value.Should().BeEquivalentTo(kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1-2")]
    [InlineData("-1-0-1")]
    [InlineData("9999999999999999999-0-1")]
    [InlineData("1-9-1")]
    public void A_place_that_is_none_is_none(string text) => TimelineCursor.Parse(text).Should().BeNull();

    private static async Task<List<IReadOnlyList<TimelineEntry>>> PagesAsync(TrackerApp app, long id)
    {
        var pages = new List<IReadOnlyList<TimelineEntry>>();
        TimelineCursor? place = null;
        do
        {
            var page = await PageAsync(app, id, place);
            pages.Add(page.Entries);
            place = TimelineCursor.Parse(page.Older?.ToString());
        } while (place is not null);
        return pages;
    }

    /// <summary>From the oldest entry, page by page, to the newest; written newest first.</summary>
    private static async Task<List<TimelineCursor>> PagesBackAsync(TrackerApp app, long id)
    {
        var oldest = (await PagesAsync(app, id))[^1][^1].Place;
        var seen = new List<TimelineCursor> { oldest };
        var place = oldest;
        while (place is not null)
        {
            var page = await PageAsync(app, id, newerThan: place);
            var last = seen[0];
            seen.InsertRange(0, [.. page.Entries.Select(entry => entry.Place).TakeWhile(entry => entry != last)]);
            place = page.Newer;
        }
        return seen;
    }

    private static Task<TimelinePage> PageAsync(
        TrackerApp app,
        long id,
        TimelineCursor? olderThan = null,
        TimelineCursor? newerThan = null
    ) =>
        app.WithAsync(async services =>
        {
            var view = await services.GetRequiredService<AccountViews>().ReadAsync(id, default);
            return await services.GetRequiredService<AccountTimeline>().PageAsync(view!, null, olderThan, newerThan, default);
        });

    private static Task<HoldToPlace?> HoldAsync(TrackerApp app, long id, int number) =>
        app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().HoldAsync(id, PlaybookNames.FinalOutreachDue, $"reason {number}", Ann)
        );

    [GeneratedRegex("aria-current=\"true\">(?<label>[^<]*)</a>")]
    private static partial Regex Chips();
}
