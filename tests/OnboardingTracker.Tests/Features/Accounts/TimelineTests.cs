using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Checklists;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Accounts;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed partial class TimelineTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");
    private static readonly string[] s_kinds =
    [
        SignalKinds.EmailSent,
        SignalKinds.EmailReceived,
        SignalKinds.CallBooked,
        SignalKinds.CallCompleted,
        SignalKinds.InvoicePaid,
        SignalKinds.PaymentFailed,
        SignalKinds.ConsultationPurchased,
    ];

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
        all.Should().BeInDescendingOrder(Comparer<TimelineEntry>.Create((one, other) => one.Place.Order.CompareTo(other.Place.Order)));
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
    [InlineData("notes", "They pay late", "Acme 7")]
    [InlineData("tasks", "Ask who signs", "Acme 7")]
    [InlineData("risk", "At risk", "Acme 7")]
    [InlineData("checklist", "Bill checked", "Acme 7")]
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
        await AddOneOfEachAsync(app, id);

        var html = await ann.HtmlAsync($"/accounts/{id}?kind={kind}");

        var history = html[html.IndexOf("id=\"history\"", StringComparison.Ordinal)..];
        history.Should().Contain(shows).And.NotContain(hides);
        Chips().Match(history).Groups["label"].Value.Should().BeEquivalentTo(kind == "checklist" ? "audit" : kind);
    }

    [Fact]
    public async Task Several_kinds_at_once_stay_in_the_address_and_the_passages_are_told_apart()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        await AddOneOfEachAsync(app, id);
        await app.MoveAsync(id, "6d", Ann);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.MoveAsync(id, "1", Ann);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        var html = await ann.HtmlAsync($"/accounts/{id}?kind=notes&kind=tasks");
        var both = html[html.IndexOf("id=\"history\"", StringComparison.Ordinal)..];
        both.Should().Contain("They pay late").And.Contain("Ask who signs").And.NotContain("moved it");
        both.Should().Contain("kind=notes&amp;kind=tasks&amp;kind=risk#history", "a further kind is added to those that are chosen");

        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("<span>Passage 2</span>").And.Contain("<span>Passage 1</span>");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/accounts/{id}?kind=notes");
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", "history");
        using var answer = await ann.Http.SendAsync(request);
        (await answer.Content.ReadAsStringAsync()).Trim().Should().StartWith("<section id=\"history\"").And.EndWith("</section>");
    }

    [Fact]
    public async Task Over_random_entries_of_every_kind_pages_equal_all_of_them_sorted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        var random = new Random(20260301);
        await app.DbAsync(async db =>
        {
            var start = app.Clock.GetUtcNow();
            // Few moments, so that many entries share one.
            DateTimeOffset At() => start.AddMinutes(random.Next(40));
            for (var i = 0; i < 60; i++)
            {
                db.Notes.Add(
                    new Note
                    {
                        AccountId = id,
                        Text = $"Note {i}",
                        Author = Ann,
                        At = At(),
                    }
                );
                db.ChecklistMarks.Add(
                    new ChecklistMark
                    {
                        AccountId = id,
                        Passage = 1,
                        Item = "bill",
                        State = ChecklistState.Done,
                        By = Ann,
                        At = At(),
                    }
                );
                db.Tasks.Add(
                    new AccountTask
                    {
                        AccountId = id,
                        Title = $"Task {i}",
                        Kind = TaskKinds.FollowUp,
                        CreatedBy = Ann,
                        CreatedAt = At(),
                    }
                );
                db.AccountChanges.Add(
                    new AccountChange
                    {
                        AccountId = id,
                        At = At(),
                        Source = DetailSources.Person,
                        Actor = Ann,
                        Values = new Dictionary<string, string?[]>
                        {
                            [random.Next(2) == 0 ? DetailNames.PaymentRisk : DetailNames.Name] = ["atRisk", "likelyToPay"],
                        },
                    }
                );
                var kind = s_kinds[random.Next(s_kinds.Length)];
                var at = At();
                db.Signals.Add(
                    new Signal
                    {
                        AccountId = id,
                        Source = "test",
                        SourceId = $"{i}",
                        SourceKind = kind,
                        ContentType = "application/json",
                        ReceivedAt = at,
                        OccurredAt = at,
                        Kind = kind,
                        State = SignalState.Worked,
                        Fact = new SignalFact { Kind = kind, OccurredAt = at },
                    }
                );
            }
            return await db.SaveChangesAsync();
        });
        var everything = (await PagesAsync(app, id)).SelectMany(page => page).ToList();
        everything.Count.Should().BeGreaterThan(300);
        everything
            .Should()
            .OnlyHaveUniqueItems()
            .And.BeInDescendingOrder(Comparer<TimelineEntry>.Create((one, other) => one.Place.Order.CompareTo(other.Place.Order)));
        (await PagesBackAsync(app, id)).Should().Equal(everything.Select(entry => entry.Place));

        for (var i = 0; i < 12; i++)
        {
            var kinds = new TimelineKinds(Enum.GetValues<TimelineKind>().Where(_ => random.Next(3) == 0));
            var read = (await PagesAsync(app, id, kinds)).SelectMany(page => page).Select(entry => entry.Place);
            read.Should()
                .Equal(everything.Where(entry => kinds.Has(KindOf(entry))).Select(entry => entry.Place), string.Join(' ', kinds.Codes));
        }
    }

    private static TimelineKind KindOf(TimelineEntry entry) =>
        entry switch
        {
            TimelineEntry.Changed changed => changed.Change.Values.ContainsKey(DetailNames.PaymentRisk)
                ? TimelineKind.Risk
                : TimelineKind.Details,
            TimelineEntry.Marked => TimelineKind.Checklist,
            TimelineEntry.Moved => TimelineKind.Moves,
            TimelineEntry.TaskChanged => TimelineKind.Tasks,
            TimelineEntry.Noted => TimelineKind.Notes,
            TimelineEntry.Heard { Signal.Fact.Kind: var kind } => kind.StartsWith("email", StringComparison.Ordinal) ? TimelineKind.Mail
            : kind.StartsWith("call", StringComparison.Ordinal) ? TimelineKind.Calls
            : TimelineKind.Bills,
            _ => TimelineKind.Holds,
        };

    private static Task<bool> AddOneOfEachAsync(TrackerApp app, long id) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<NoteWrites>().AddAsync(new NewNote(id, "They pay late"), Ann);
            await services.GetRequiredService<TaskChanges>().AddAsync(id, "Ask who signs", TaskKinds.FollowUp, null, null, Ann);
            await services.GetRequiredService<AccountWrites>().AssessPaymentRiskAsync(id, PaymentRisk.AtRisk, null, Ann);
            await services
                .GetRequiredService<ChecklistWrites>()
                .MarkAsync(id, ChecklistItem.Find("bill")!, ChecklistState.Done, null, null, Ann);
            return true;
        });

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1-2")]
    [InlineData("-1-0-1")]
    [InlineData("9999999999999999999-0-1")]
    [InlineData("1-9-1")]
    public void A_place_that_is_none_is_none(string text) => TimelineCursor.Parse(text).Should().BeNull();

    private static async Task<List<IReadOnlyList<TimelineEntry>>> PagesAsync(TrackerApp app, long id, TimelineKinds? kinds = null)
    {
        var pages = new List<IReadOnlyList<TimelineEntry>>();
        TimelineCursor? place = null;
        do
        {
            var page = await PageAsync(app, id, place, kinds: kinds);
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
        TimelineCursor? newerThan = null,
        TimelineKinds? kinds = null
    ) =>
        app.WithAsync(async services =>
        {
            var view = await services.GetRequiredService<AccountViews>().ReadAsync(id, default);
            return await services
                .GetRequiredService<AccountTimeline>()
                .PageAsync(view!, kinds ?? TimelineKinds.All, olderThan, newerThan, default);
        });

    private static Task<HoldToPlace?> HoldAsync(TrackerApp app, long id, int number) =>
        app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().HoldAsync(id, PlaybookNames.FinalOutreachDue, $"reason {number}", Ann)
        );

    [GeneratedRegex("aria-current=\"true\">(?<label>[^<]*)</a>")]
    private static partial Regex Chips();
}
