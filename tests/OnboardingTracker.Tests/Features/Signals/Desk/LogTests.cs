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

    [Fact]
    public async Task After_a_call_one_form_says_how_it_went_what_was_said_and_what_is_next_and_twice_is_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        await BookAsync(app);
        app.Clock.Advance(TimeSpan.FromHours(1));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var form = await specialist.HtmlAsync($"/accounts/{id}/log?what=call&call=b1");
        form.Should().Contain("value=\"2026-03-01T10:30\"", "it was to begin then");

        for (var i = 0; i < 2; i++)
        {
            using var answer = await specialist.HtmxPostAsync(
                $"/accounts/{id}/log?what=call",
                new()
                {
                    ["Token"] = "held",
                    ["At"] = "2026-03-01T10:30",
                    ["Call"] = "b1",
                    ["Outcome"] = "held",
                    ["Summary"] = "They want **SSO**.",
                    ["FollowUp"] = "Send the price",
                    ["FollowUpOn"] = "2026-03-04",
                }
            );
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await app.AccountAsync(id)).Stage.Should().Be("4a");
        var note = await app.DbAsync(db => db.Notes.SingleAsync());
        (await app.DbAsync(db => db.Signals.SingleAsync(s => s.Source == SignalSources.Person))).Id.Should().Be(note.SignalId);
        var task = await app.DbAsync(db => db.Tasks.SingleAsync());
        (task.Title, task.DueOn).Should().Be(("Send the price", new DateOnly(2026, 3, 4)));
        var html = await specialist.HtmlAsync($"/accounts/{id}");
        html.Should().Contain("They want <strong>SSO</strong>.").And.Contain("summed up");
    }

    [Theory]
    [InlineData("noShow", CallState.NoShow, "Nobody came")]
    [InlineData("canceled", CallState.Canceled, "Cancelled")]
    public async Task A_call_that_was_not_held_is_said_too(string outcome, CallState state, string shown)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        await BookAsync(app);
        (await app.AccountAsync(id)).Stage.Should().Be("3b");
        app.Clock.Advance(TimeSpan.FromHours(1));
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await specialist.HtmxPostAsync(
            $"/accounts/{id}/log?what=call",
            new()
            {
                ["Token"] = "not",
                ["At"] = "2026-03-01T10:30",
                ["Call"] = "b1",
                ["Outcome"] = outcome,
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await specialist.HtmlAsync($"/accounts/{id}")).Should().Contain(shown);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.SweepAsync();
        (await app.AccountAsync(id)).Stage.Should().Be(state == CallState.NoShow ? "3b" : "2", "it is never taken as held");
    }

    [Theory]
    [InlineData("Outcome", "perhaps", "Say how it went.")]
    [InlineData("Call", "somebody else's", "Choose one of the calls.")]
    [InlineData("Summary", "@sam said yes", "Sam Berg or Sam Lee")]
    public async Task What_is_wrong_in_the_form_is_said_and_nothing_is_kept(string field, string value, string says)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.AddMemberAsync(Role.Specialist, "sam.lee@example.com", "Sam Lee");
        await app.AddMemberAsync(Role.Specialist, "sam.berg@example.com", "Sam Berg");
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var fields = new Dictionary<string, string>
        {
            ["Token"] = "one",
            ["At"] = "2026-03-01T08:00",
            ["Outcome"] = "held",
            ["Summary"] = "Fine.",
            [field] = value,
        };

        using var answer = await specialist.HtmxPostAsync($"/accounts/{id}/log?what=call", fields);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Should().Contain(says).And.Contain(fields["Summary"]);
        (await app.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
        (await app.DbAsync(db => db.Notes.CountAsync())).Should().Be(0);
    }

    /// <summary>Booked at ten, for half past ten to eleven.</summary>
    private static async Task BookAsync(TrackerApp app)
    {
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
                    EndsAt = now.AddHours(1),
                },
            }
        );
    }
}
