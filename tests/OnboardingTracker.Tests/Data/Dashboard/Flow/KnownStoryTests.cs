using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;
using OnboardingTracker.Tests.Features.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Data.Dashboard.Flow;

/// <summary>What is written down of replies and engagement, so that a past day's figures can tell what was known by then.</summary>
public sealed class KnownStoryTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_first_reply_after_the_outreach_is_written_down_whenever_another_is_known()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.LeadAsync();
        await app.TellAsync(Replied(0.5).About("acme"));
        await app.TellAsync(Sent(1).About("acme"));
        await app.TellAsync(Automatic(2).About("acme"));
        (await RepliesAsync(app, id)).Should().BeEmpty("one wrote before the outreach, and one was a machine");

        await app.TellAsync(Booked(3, "call", 6).About("acme"));
        var first = await app.TellAsync(Replied(4).About("acme"));
        await app.TellAsync(Replied(5).About("acme"));
        (await app.AccountAsync(id)).Stage.Should().Be("3b", "a reply moves an account to 3a from 2 alone");
        app.Clock.SetUtcNow(Day(5.5));
        var late = await app.TellAsync(Replied(3.5).About("acme"));
        await CorrectAsync(app, late.Id, false);
        await CorrectAsync(app, first.Id, false);

        (await RepliesAsync(app, id)).Should().Equal(Day(4), Day(3.5), Day(4), Day(5));
        var recorded = await app.DbAsync(db => db.Replies.OrderBy(r => r.Id).Select(r => r.RecordedAt).ToListAsync());
        recorded.Should().Equal(Day(4), Day(5.5), Day(5.5), Day(5.5));
    }

    [Fact]
    public async Task A_reply_that_is_none_after_all_is_taken_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        var reply = await app.TellAsync(Replied(2).About("acme"));
        await CorrectAsync(app, reply.Id, false);
        await CorrectAsync(app, reply.Id, null);

        (await RepliesAsync(app, id)).Should().Equal(Day(2), null, Day(2));
    }

    [Fact]
    public async Task A_passage_that_begins_again_after_its_entry_was_undone_is_not_engaged_by_what_was_undone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme", null, "3a");
        await account.UndoLastAsync();
        await account.MoveAsync("1");

        (await account.ReadAsync()).Should().BeEquivalentTo(new { Passage = 1, EngagedAt = (DateTimeOffset?)null });
        (await app.DbAsync(db => db.Engagements.OrderBy(e => e.Id).Select(e => e.At != null).ToListAsync())).Should().Equal(true, false);
    }

    private static Task<List<DateTimeOffset?>> RepliesAsync(TrackerApp app, long accountId) =>
        app.DbAsync(db =>
            db.Replies.Where(r => r.AccountId == accountId && r.Passage == 1).OrderBy(r => r.Id).Select(r => r.At).ToListAsync()
        );

    private static async Task CorrectAsync(TrackerApp app, long signalId, bool? isEngagement) =>
        (
            await app.WithAsync(services =>
                services.GetRequiredService<SignalCorrections>().SayAsync(signalId, isEngagement, Actor.User("ann@example.com"))
            )
        )
            .Should()
            .BeOfType<CorrectionResult.Done>();
}
