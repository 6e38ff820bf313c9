using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Domain.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>People correct signals and merge accounts while workers are busy with the same accounts: it ends as if all had waited their turn.</summary>
public sealed class BusyAccountTests(TestPostgres postgres)
{
    private const int Workers = 4;

    private static readonly Actor s_ann = Actor.User("ann@example.com");

    private static readonly SignalFact[] s_acme =
    [
        Sent(1),
        Automatic(1.5),
        Replied(3),
        Booked(4, "a", on: 6),
        Canceled(5, "a", on: 6),
        Replied(7),
        Booked(8, "b", on: 9),
        Held(9.1, "b", on: 9),
    ];

    private static readonly SignalFact[] s_beta =
    [
        Sent(1.2),
        Replied(2.5),
        Automatic(3),
        Booked(4.5, "c", on: 7),
        NoShow(7.5, "c", on: 7),
        Replied(9.5),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Corrected_while_its_signals_are_worked_each_account_ends_where_its_story_does(int seed)
    {
        await using var app = await StartAsync();
        var (acme, beta) = (await app.LeadAsync(), await app.LeadAsync("beta"));
        var (ofAcme, ofBeta) = (await StoreAsync(app, s_acme, "acme"), await StoreAsync(app, s_beta, "beta"));
        app.Clock.SetUtcNow(Day(20));

        await Task.WhenAll(
            WorkAsync(app, [.. ofAcme, .. ofBeta], seed),
            // To and fro, and in the end: not engagement.
            CorrectAsync(app, ofAcme[2], corrections => corrections.SayAsync(ofAcme[2], false, s_ann)),
            CorrectAsync(app, ofBeta[1], corrections => corrections.SayAsync(ofBeta[1], false, s_ann)),
            CorrectAsync(
                app,
                ofAcme[5],
                corrections => corrections.GiveAsync(ofAcme[5], beta, s_ann),
                corrections => corrections.SayAsync(ofAcme[5], false, s_ann),
                corrections => corrections.GiveAsync(ofAcme[5], acme, s_ann),
                corrections => corrections.SayAsync(ofAcme[5], null, s_ann)
            ),
            CorrectAsync(app, ofBeta[5], corrections => corrections.GiveAsync(ofBeta[5], acme, s_ann))
        );
        await NothingWasLostAsync(app);
        await app.SweepAsync();

        await EndsAsAsync(app, acme, Told([.. s_acme, s_beta[5]], notEngagement: 3));
        await EndsAsAsync(app, beta, Told(s_beta[..5], notEngagement: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Merged_while_the_signals_of_both_are_worked_the_survivor_ends_where_the_story_of_all_of_them_does(int seed)
    {
        await using var app = await StartAsync();
        var (acme, beta) = (await app.LeadAsync(), await app.LeadAsync("beta"));
        var (ofAcme, ofBeta) = (await StoreAsync(app, s_acme, "acme"), await StoreAsync(app, s_beta, "beta"));
        app.Clock.SetUtcNow(Day(20));
        var working = WorkAsync(app, [.. ofAcme, .. ofBeta], seed);

        var merged = await app.WithAsync(services => services.GetRequiredService<AccountMerges>().MergeAsync(beta, acme, s_ann));
        await working;

        merged.Should().BeOfType<MergeResult.Merged>();
        await NothingWasLostAsync(app);
        await app.SweepAsync();
        (await app.DbAsync(db => db.Signals.Where(s => s.AccountId != acme).CountAsync())).Should().Be(0, "all of it is the survivor's");
        (await app.AccountAsync(beta)).Stage.Should().BeNull();
        await EndsAsAsync(app, acme, Told([.. s_acme, .. s_beta]));
    }

    private async Task<TrackerApp> StartAsync()
    {
        var app = await TrackerApp.StartAsync(postgres);
        app.Clock.SetUtcNow(SignalTeller.Entry);
        return app;
    }

    private static async Task<List<long>> StoreAsync(TrackerApp app, SignalFact[] facts, string account)
    {
        var ids = new List<long>();
        foreach (var fact in facts)
            ids.Add((await app.StoreAsync(fact.About(account))).SignalId);
        return ids;
    }

    private static Task WorkAsync(TrackerApp app, long[] ids, int seed)
    {
        new Random(seed).Shuffle(ids);
        var waiting = new ConcurrentQueue<long>(ids);
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkOnAsync)));

        async Task WorkOnAsync()
        {
            while (waiting.TryDequeue(out var id))
                await app.WorkAsync(id);
        }
    }

    /// <summary>As soon as it has been worked: before that, there is nothing to correct.</summary>
    private static async Task CorrectAsync(TrackerApp app, long id, params Func<SignalCorrections, Task<CorrectionResult>>[] corrections)
    {
        await app.WaitForAsync($"select 1 from signals where id = {id} and state = 'worked'");
        foreach (var correct in corrections)
            (await app.WithAsync(services => correct(services.GetRequiredService<SignalCorrections>())))
                .Should()
                .BeOfType<CorrectionResult.Done>();
    }

    private static async Task NothingWasLostAsync(TrackerApp app)
    {
        var signals = await app.DbAsync(db => db.Signals.AsNoTracking().ToListAsync());
        signals.Should().OnlyContain(s => s.State == SignalState.Worked && s.LastError == null);
        signals.Should().HaveCount(s_acme.Length + s_beta.Length);
    }

    private static SignalTeller Told(SignalFact[] facts, int? notEngagement = null)
    {
        var teller = new SignalTeller().Receive(facts);
        if (notEngagement is { } nth)
            teller.Correct(nth, false);
        return teller.AtDay(20);
    }

    private static async Task EndsAsAsync(TrackerApp app, long id, SignalTeller told)
    {
        var account = await app.AccountAsync(id);
        (account.Stage, account.EngagedAt).Should().Be((told.Stage, told.Engagement?.At));
    }
}
