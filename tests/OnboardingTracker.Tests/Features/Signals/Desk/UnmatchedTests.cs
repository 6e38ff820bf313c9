using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Signals.Desk;

public sealed class UnmatchedTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task All_of_a_sender_are_assigned_at_once_worked_and_the_address_remembered()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var first = await app.HearAsync(app.Reply(About(null, "bea@stranger.com")));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.HearAsync(app.Reply(About(null, "bea@stranger.com"), "And another thing."));
        var other = await app.HearAsync(app.Reply(About(null, "cid@elsewhere.com")));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var list = await specialist.HtmlAsync("/signals/unmatched");
        list.Should().Contain("bea@stranger.com").And.Contain("cid@elsewhere.com").And.Contain("<span class=\"count\">3</span>");

        using var answer = await specialist.HtmxPostAsync(
            $"/signals/{first}/assign",
            new()
            {
                ["AccountId"] = $"{id}",
                ["AllOfSender"] = "true",
                ["Remember"] = "true",
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("2 signals given to Acme");
        var account = await app.AccountAsync(id);
        account.Stage.Should().Be("3a");
        var contacts = await app.DbAsync(db => db.Contacts.Where(c => c.AccountId == id).Select(c => c.Email).ToListAsync());
        contacts.Should().Equal("bea@stranger.com");
        (await app.SignalAsync(other)).State.Should().Be(SignalState.Unmatched);
        (await app.SignalAsync(first)).AssignedBy.Should().Be(Actor.User("specialist@example.com"));
        var later = await app.HearAsync(app.Reply(About(null, "bea@stranger.com")));
        (await app.SignalAsync(later)).AccountId.Should().Be(id);
    }

    [Fact]
    public async Task An_account_is_made_of_it_with_what_is_known_filled_in()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var signal = await app.HearAsync(app.Reply(About(null, "bea@newco.com")));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        (await specialist.HtmlAsync($"/signals/{signal}/assign")).Should().Contain("value=\"newco.com\"");

        using var answer = await specialist.HtmxPostAsync(
            $"/signals/{signal}/assign",
            new()
            {
                ["IsNew"] = "true",
                ["NewId"] = "newco",
                ["NewName"] = "NewCo",
                ["NewDomain"] = "newco.com",
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var made = await app.DbAsync(db => db.Accounts.SingleAsync(a => a.ExternalId == "newco"));
        made.Domain.Should().Be("newco.com");
        var worked = await app.SignalAsync(signal);
        (worked.State, worked.AccountId).Should().Be((SignalState.Worked, made.Id));
    }

    [Fact]
    public async Task What_comes_to_fit_is_worked_by_itself()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var mail = await app.HearAsync(app.Reply(About(null, "bea@acme.com")));
        var bill = await app.HearAsync(app.Invoice(new() { BillingCustomerId = "cus_1" }, "in_1", 10));
        var id = await app.AddAccountAsync();
        (await app.SignalAsync(mail)).State.Should().Be(SignalState.Unmatched);

        await app.AddAccountAsync(new AccountUpdate { Domain = "acme.com" });
        await app.AddAccountAsync(new AccountUpdate { StripeCustomerId = "cus_1" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SweepAsync();

        foreach (var signal in new[] { mail, bill })
        {
            var worked = await app.SignalAsync(signal);
            (worked.State, worked.AccountId).Should().Be((SignalState.Worked, id));
        }
    }

    [Fact]
    public async Task What_is_dismissed_waits_no_more_and_can_still_be_assigned()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        var signal = await app.HearAsync(app.Reply(About(null, "bea@stranger.com")));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var dismissed = await specialist.HtmxPostAsync("/signals/unmatched?handler=Dismiss", new() { ["id"] = $"{signal}" });
        dismissed.StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.SignalAsync(signal)).State.Should().Be(SignalState.Dismissed);
        (await specialist.HtmlAsync("/signals/unmatched")).Should().NotContain("bea@stranger.com").And.Contain("found its account");

        using var assigned = await specialist.HtmxPostAsync($"/signals/{signal}/assign", new() { ["Account"] = "acme" });
        assigned.StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.SignalAsync(signal)).AccountId.Should().Be(id);
    }

    [Fact]
    public async Task Page_by_page_every_waiting_signal_comes_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        for (var i = 0; i < 120; i++)
        {
            await app.HearAsync(app.Reply(About(null, $"bea{i}@stranger.com")));
            if (i % 3 == 0)
                app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var seen = new List<string>();
        for (string? url = "/signals/unmatched"; url is not null; )
        {
            var html = await specialist.HtmlAsync(url);
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(html, "data-id=\"(\\d+)\"").Select(match => match.Groups[1].Value));
            var next = System.Text.RegularExpressions.Regex.Match(html, "href=\"([^\"]+)\" rel=\"next\"");
            url = next.Success ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        seen.Should().HaveCount(120).And.OnlyHaveUniqueItems();
    }
}
