using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>What arrives is stored once, finds its account or waits, and what fails is tried again and then waits for a person.</summary>
public sealed class InboxTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_hundred_duplicates_at_once_are_one_signal_with_one_effect()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        app.Clock.SetUtcNow(Day(1));

        var stored = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => app.StoreAsync(Sent(1).About("acme"), "delivery-1")));
        stored.Count(s => s.IsNew).Should().Be(1);
        stored.Select(s => s.SignalId).Distinct().Should().ContainSingle();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.WorkAsync(stored[0].SignalId)));

        (await app.PathAsync(acme)).Should().Be("1 2");
        (await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync())).Attempts.Should().Be(1);
    }

    public static TheoryData<string, SignalAbout, SignalState, string> Matches =>
        new()
        {
            {
                "external id",
                new() { ExternalId = "acme" },
                SignalState.Worked,
                "by its id"
            },
            {
                "unknown external id is no reason to guess",
                new() { ExternalId = "who", Emails = ["kim@acme.example"] },
                SignalState.Unmatched,
                "No account has"
            },
            {
                "billing id before e-mail",
                new() { BillingCustomerId = "cus_acme", Emails = ["kim@beta.example"] },
                SignalState.Worked,
                "billing customer"
            },
            {
                "contact",
                new() { Emails = ["KIM@acme.example"] },
                SignalState.Worked,
                "by its contact"
            },
            {
                "company domain",
                new() { Emails = ["new.person@acme.example"] },
                SignalState.Worked,
                "company domain"
            },
            {
                "public domain",
                new() { Emails = ["acme@gmail.com"] },
                SignalState.Unmatched,
                "No account fits"
            },
            {
                "two accounts",
                new() { Emails = ["kim@acme.example", "kim@beta.example"] },
                SignalState.Ambiguous,
                "Several accounts"
            },
            { "nobody", new(), SignalState.Unmatched, "names nobody" },
        };

    [Theory]
    [MemberData(nameof(Matches))]
    public async Task A_signal_finds_its_account_or_waits(string by, SignalAbout about, SignalState state, string note)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.LeadAsync("beta");
        using var api = app.Api();
        await api.PutAsync("/accounts/mailer", """{ "name": "Mailer", "domain": "gmail.com" }""");

        var signal = await app.TellAsync(Replied(1) with { About = about });

        signal.State.Should().Be(state, by);
        signal.Note.Should().Contain(note);
        signal.AccountId.Should().Be(state == SignalState.Worked ? acme : null);
        (await app.DbAsync(db => db.Signals.CountAsync(s => s.NextAttemptAt != null)))
            .Should()
            .Be(0, "what waits for a person is not tried again");
    }

    [Fact]
    public async Task What_cannot_be_read_is_kept_tried_for_three_days_and_then_waits()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var broken = await app.DbAsync(async db =>
        {
            var inbox = new SignalInbox(Npgsql.NpgsqlDataSource.Create(app.ConnectionString), app.Clock);
            return await inbox.StoreAsync(new("test", "broken", "odd", null, "{ not json"u8.ToArray()));
        });

        var first = await app.WorkAsync(broken.SignalId);
        (first.State, first.Attempts).Should().Be((SignalState.Retrying, 1));
        first.LastError.Should().NotBeNullOrEmpty();
        first.NextAttemptAt.Should().Be(app.Clock.GetUtcNow().AddMinutes(1));
        for (var tries = 0; tries < 40; tries++)
        {
            app.Clock.Advance(TimeSpan.FromHours(6));
            await app.SweepAsync();
        }

        var last = await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync());
        (last.State, last.NextAttemptAt).Should().Be((SignalState.Failed, null));
        last.Raw.Should().NotBeNull("it can be replayed once its reader is mended");
        last.Attempts.Should().BeInRange(10, 20, "ever more seldom, for three days");
    }

    [Fact]
    public async Task A_signal_whose_job_was_lost_is_worked_by_the_sweep()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        app.Clock.SetUtcNow(Day(1));
        await app.StoreAsync(Sent(1).About("acme"));
        await app.SweepAsync();
        (await app.PathAsync(acme)).Should().Be("1", "its own job may still come");

        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.SweepAsync();

        (await app.PathAsync(acme)).Should().Be("1 2");
    }
}
