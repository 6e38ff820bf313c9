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

        pages.Select(page => page.Count).Should().Equal(25, 25, 24);
        var all = pages.SelectMany(page => page).ToList();
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
        var first = await PageAsync(app, id, null);
        var before = (await PageAsync(app, id, first.Next)).Entries.Select(entry => entry.Id);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.AddAccountAsync(new AccountUpdate { Name = "On top" });

        (await PageAsync(app, id, first.Next)).Entries.Select(entry => entry.Id).Should().Equal(before);
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
        TimelineCursor? from = null;
        do
        {
            var page = await PageAsync(app, id, from);
            pages.Add(page.Entries);
            from = TimelineCursor.Parse(page.Next?.ToString());
        } while (from is not null);
        return pages;
    }

    private static Task<TimelinePage> PageAsync(TrackerApp app, long id, TimelineCursor? from) =>
        app.WithAsync(async services =>
        {
            var view = await services.GetRequiredService<AccountViews>().ReadAsync(id, default);
            return await services.GetRequiredService<AccountTimeline>().PageAsync(view!, null, from, default);
        });

    private static Task<HoldToPlace?> HoldAsync(TrackerApp app, long id, int number) =>
        app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().HoldAsync(id, PlaybookNames.FinalOutreachDue, $"reason {number}", Ann)
        );

    [GeneratedRegex("aria-current=\"true\">(?<label>[^<]*)</a>")]
    private static partial Regex Chips();
}
