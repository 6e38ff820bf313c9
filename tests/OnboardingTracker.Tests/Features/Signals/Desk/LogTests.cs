using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Signals.Desk;

public sealed class LogTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_logged_outreach_and_a_logged_call_move_the_account_and_the_same_form_twice_says_it_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        app.Clock.Advance(TimeSpan.FromDays(1));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var outreach = await specialist.HtmxPostAsync(
            $"/accounts/{id}/log?what=outreach",
            new()
            {
                ["Token"] = "one",
                ["At"] = "2026-03-02T08:00",
                ["Purpose"] = "initialOutreach",
            }
        );
        outreach.StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.AccountAsync(id)).Stage.Should().Be("2");

        for (var i = 0; i < 2; i++)
        {
            using var call = await specialist.HtmxPostAsync(
                $"/accounts/{id}/log?what=call",
                new() { ["Token"] = "two", ["At"] = "2026-03-02T08:30" }
            );
            call.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await app.AccountAsync(id)).Stage.Should().Be("4a");
        (await app.DbAsync(db => db.Signals.CountAsync(s => s.Source == SignalSources.Person))).Should().Be(2);
        (await specialist.HtmlAsync($"/accounts/{id}")).Should().Contain("Call held").And.Contain("id=\"calls\"");
    }

    [Fact]
    public async Task What_has_not_happened_yet_or_at_no_time_is_not_logged()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        foreach (var at in new[] { "2027-01-01T08:00", "yesterday", "" })
        {
            using var answer = await specialist.HtmxPostAsync($"/accounts/{id}/log?what=call", new() { ["Token"] = "one", ["At"] = at });
            ((int)answer.StatusCode).Should().Be(422, at);
        }
        (await app.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_booked_call_that_was_held_is_the_same_call()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var now = app.Clock.GetUtcNow();
        await app.HearAsync(
            new SignalFact
            {
                Kind = SignalKinds.CallBooked,
                OccurredAt = now,
                About = About("acme"),
                Call = new CallFact
                {
                    Call = "b1",
                    StartsAt = now.AddMinutes(30),
                    EndsAt = now.AddHours(2),
                    Link = "javascript:alert(1)",
                },
            }
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        (await specialist.HtmlAsync($"/accounts/{id}")).Should().Contain("Booked").And.NotContain("javascript:");

        using var held = await specialist.HtmxPostAsync(
            $"/accounts/{id}/log?what=call",
            new()
            {
                ["Token"] = "held",
                ["At"] = "2026-03-01T10:55",
                ["Call"] = "b1",
            }
        );

        held.StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.AccountAsync(id)).Stage.Should().Be("4a");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.SweepAsync();
        (await app.AccountAsync(id)).Stage.Should().Be("4a", "it is one call, not two");
    }
}
