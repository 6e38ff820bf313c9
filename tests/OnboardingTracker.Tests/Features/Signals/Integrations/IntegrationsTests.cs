using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Integrations;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using OnboardingTracker.Tests.Features.Signals.Desk;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Signals.Integrations;

public sealed class IntegrationsTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task Each_source_says_how_to_connect_it_and_whether_its_secret_is_set_and_never_the_secret()
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            new Dictionary<string, string> { ["Webhooks:Stripe:SigningSecret"] = "whsec_very_secret" }
        );
        await app.AddAccountAsync();
        await app.HearAsync(app.Reply(About("acme")), "own-crm");
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        var page = await admin.HtmlAsync("/integrations");

        page.Should().Contain("/webhooks/stripe").And.Contain("Webhooks__Shopify__Secret").And.Contain("own-crm");
        page.Should().Contain("secret is set").And.Contain("not connected").And.NotContain("whsec_very_secret");
        (await admin.HtmlAsync("/integrations/own-crm")).Should().Contain("Mail from them");
    }

    [Fact]
    public async Task A_source_that_used_to_speak_and_fell_silent_is_named_after_three_gaps_and_a_day()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        for (var i = 0; i < 6; i++)
        {
            await app.HearAsync(app.Reply(About("acme")));
            app.Clock.Advance(TimeSpan.FromHours(10));
        }
        // Ten hours ago the last one spoke: three gaps are thirty hours.
        app.Clock.Advance(TimeSpan.FromHours(20) - TimeSpan.FromSeconds(1));
        (await TrafficAsync(app)).Silent.Should().BeFalse();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await TrafficAsync(app)).Silent.Should().BeTrue();

        await TestAsync(app, "crm");
        (await TrafficAsync(app)).Silent.Should().BeTrue("a test of our own is no word of theirs");
        await app.HearAsync(app.Reply(About("acme")));
        (await TrafficAsync(app)).Silent.Should().BeFalse();
    }

    [Fact]
    public async Task A_test_goes_from_the_inbox_through_the_worker_and_has_no_effect()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        using var answer = await admin.PostAsync("/integrations?handler=Test", new() { ["source"] = "stripe" });

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var signal = await app.DbAsync(db => db.Signals.SingleAsync());
        answer.Headers.Location!.OriginalString.Should().Be($"/signals/{signal.Id}");
        await app.WorkAsync(signal.Id);
        (await app.SignalAsync(signal.Id)).State.Should().Be(SignalState.Unused);
        using var unknown = await admin.PostAsync("/integrations?handler=Test", new() { ["source"] = "nobody" });
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Replayed_signals_are_told_again_and_nothing_is_there_twice()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 120; i++)
            await app.HearAsync(i % 2 == 0 ? app.Reply(About("acme")) : app.Invoice(About("acme"), $"in_{i % 5}", i));
        var before = await WorldAsync(app);

        var replay = await ReplayAllAsync(app);

        (replay.Replayed, replay.Failed, replay.Percent).Should().Be((120, 0, 100));
        (await WorldAsync(app)).Should().Be(before);
        await RunAsync(app, replay.Id);
        (await app.DbAsync(db => db.SignalReplays.SingleAsync())).Replayed.Should().Be(120, "a finished replay does nothing more");
    }

    [Fact]
    public async Task A_replay_that_was_cut_off_goes_on_from_its_place()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        for (var i = 0; i < 60; i++)
        {
            await app.HearAsync(app.Reply(About("acme")));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var place = await app.DbAsync(db => db.Signals.OrderBy(s => s.Id).Skip(49).FirstAsync());
        var replay = new SignalReplay
        {
            Source = "crm",
            RequestedBy = Ann,
            RequestedAt = app.Clock.GetUtcNow(),
            DoneAt = place.ReceivedAt,
            DoneId = place.Id,
            Replayed = 50,
        };
        await app.DbAsync(db =>
        {
            db.SignalReplays.Add(replay);
            return db.SaveChangesAsync();
        });

        await RunAsync(app, replay.Id);

        var done = await app.DbAsync(db => db.SignalReplays.SingleAsync());
        (done.Replayed, done.FinishedAt is not null).Should().Be((60, true));
    }

    [Fact]
    public async Task Old_payloads_are_dropped_the_signal_stays_and_can_still_be_told_again()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var old = await app.HearAsync(app.Reply(About("acme")));
        app.Clock.Advance(TimeSpan.FromDays(90));
        var kept = await app.HearAsync(app.Reply(About("acme")));
        (await DropAsync(app)).Should().Be(0, "ninety days are not over");
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        (await DropAsync(app)).Should().Be(1);
        (await DropAsync(app)).Should().Be(0);

        (await app.SignalAsync(old)).Raw.Should().BeNull();
        (await app.SignalAsync(kept)).Raw.Should().NotBeNull();
        (await app.ReplayAsync(old)).Should().BeTrue();
        (await app.AccountAsync(id)).Stage.Should().Be("3a");
    }

    [Fact]
    public async Task A_mailbox_shows_its_folders_and_what_kept_us_from_it_and_its_test_says_what_is_wrong()
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            new Dictionary<string, string>
            {
                ["Mail:Mailboxes:0:Address"] = "ann@team.example",
                ["Mail:Mailboxes:0:Host"] = "127.0.0.1",
                ["Mail:Mailboxes:0:Port"] = "1",
                ["Mail:Mailboxes:0:Password"] = "a_mailbox_password",
            }
        );
        await app.DbAsync(db =>
        {
            db.MailboxFolders.Add(
                new()
                {
                    Mailbox = "ann@team.example",
                    Folder = "INBOX",
                    Taken = 12,
                    SetAside = 3,
                    ReadAt = app.Clock.GetUtcNow(),
                    LastError = "127.0.0.1 takes no connections on port 1.",
                }
            );
            return db.SaveChangesAsync();
        });
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        var page = await admin.HtmlAsync("/integrations");
        using var tested = await admin.HtmxPostAsync("/integrations?handler=Mailbox", new() { ["address"] = "ann@team.example" });
        using var unknown = await admin.PostAsync("/integrations?handler=Mailbox", new() { ["address"] = "mum@gmail.com" });

        page.Should().Contain("ann@team.example").And.Contain("INBOX").And.Contain("cannot be read").And.NotContain("a_mailbox_password");
        page.Should().Contain("No mail server is set");
        (await tested.Content.ReadAsStringAsync()).Should().Contain("127.0.0.1 takes no connections on port 1.");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<SourceTraffic> TrafficAsync(TrackerApp app) =>
        (await app.WithAsync(services => services.GetRequiredService<SourceOverview>().ReadAsync()))
            .Single(card => card.Name == "crm")
            .Traffic;

    private static Task<StoredSignal> TestAsync(TrackerApp app, string source) =>
        app.WithAsync(services => services.GetRequiredService<TestSignal>().SendAsync(source));

    private static Task<int> DropAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<DropRawPayloadsJob>().RunAsync(CancellationToken.None));

    private static async Task<SignalReplay> ReplayAllAsync(TrackerApp app)
    {
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        using var answer = await admin.HtmxPostAsync("/integrations/crm/replay", new() { ["State"] = "all", ["Kind"] = "" });
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var replay = await app.DbAsync(db => db.SignalReplays.AsNoTracking().SingleAsync());
        await RunAsync(app, replay.Id);
        return await app.DbAsync(db => db.SignalReplays.AsNoTracking().SingleAsync());
    }

    private static Task<int> RunAsync(TrackerApp app, long replayId) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<ReplayJob>().RunAsync(replayId, CancellationToken.None);
            return 0;
        });

    /// <summary>What must be the same after a replay: the stage, its history, and the bills.</summary>
    private static Task<string> WorldAsync(TrackerApp app) =>
        app.DbAsync(async db =>
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync();
            var transitions = await db.Transitions.CountAsync();
            var invoices = await db
                .Invoices.OrderBy(i => i.ExternalId)
                .Select(i => i.ExternalId + " " + i.AmountDue + " " + i.Attempts)
                .ToListAsync();
            return $"{account.Stage} {account.EngagedAt:O} {transitions} {string.Join(", ", invoices)}";
        });
}
