using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;
using static OnboardingTracker.Tests.Data.Pipeline.OneStoredAccount;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>
/// Two who move the same account at the same moment: one wins, the other is told what happened meanwhile. Each is brought to a stop
/// between deciding and doing.
/// </summary>
public sealed class RaceTests(TestPostgres postgres)
{
    private static readonly Actor s_bob = Actor.User("bob@example.com");
    private static readonly DateOnly s_renewal = new(2026, 3, 8);

    [Fact]
    public async Task Of_two_people_one_moves_the_account_and_the_other_is_told_who_did()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");

        var results = await AtOnceAsync(app, account, () => account.MoveAsync("3a"), () => account.MoveAsync("3b", s_bob));

        var moved = results.OfType<MoveResult.Moved>().Should().ContainSingle().Subject;
        var told = results.OfType<MoveResult.Conflict>().Should().ContainSingle().Subject;
        told.CurrentStage.Should().Be(moved.Move.After.Stage);
        told.Last!.Actor.Should().Be(moved.Move.Actor);
        (await account.ReadAsync()).Stage.Should().Be(moved.Move.After.Stage);
        (await account.HistoryAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task Of_two_who_undo_the_same_move_one_undoes_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");
        var last = (await account.HistoryAsync())[^1].Id;

        var results = await AtOnceAsync(app, account, () => account.UndoAsync(last), () => account.UndoAsync(last, s_bob));

        results.OfType<MoveResult.Moved>().Should().ContainSingle();
        results.OfType<MoveResult.Conflict>().Should().ContainSingle().Which.CurrentStage.Should().Be("1");
        (await account.HistoryAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task Of_one_who_undoes_and_one_who_moves_on_one_is_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");
        var last = (await account.HistoryAsync())[^1].Id;

        var results = await AtOnceAsync(app, account, () => account.UndoAsync(last), () => account.MoveAsync("4a", s_bob));

        results.OfType<MoveResult.Moved>().Should().ContainSingle();
        results.OfType<MoveResult.Conflict>().Should().ContainSingle();
    }

    [Fact]
    public async Task Two_who_hold_the_same_playbook_off_at_once_leave_one_hold()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");

        await AtOnceAsync(app, account, () => HoldAsync(app, account, Ann), () => HoldAsync(app, account, s_bob));

        var holds = await app.DbAsync(db => db.Holds.AsNoTracking().ToListAsync());
        holds.Should().HaveCount(2).And.ContainSingle(hold => hold.LiftedAt == null);
    }

    [Fact]
    public async Task A_person_who_moves_an_account_while_the_ten_day_rule_is_about_to_wins()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (first, account) = await TwoDueAsync(app);

        var run = await MeanwhileAsync(app, first, async () => (await account.MoveAsync("6c")).Should().BeOfType<MoveResult.Moved>());

        run.Should().Be(1);
        (await account.ReadAsync()).Stage.Should().Be("6c");
        (await account.HistoryAsync())[^1].Actor.Should().Be(Ann);
    }

    [Fact]
    public async Task A_hold_that_is_placed_while_the_ten_day_rule_is_about_to_move_the_account_keeps_it_away()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (first, account) = await TwoDueAsync(app);

        var touched = await MeanwhileAsync(app, first, () => HoldAsync(app, account, Ann));

        touched.Should().Be(1);
        (await account.ReadAsync()).Stage.Should().Be("2");
        (await app.DbAsync(db => db.PlaybookRuns.OrderBy(run => run.Id).LastAsync())).Held.Should().Be(1);
    }

    [Fact]
    public async Task A_renewal_that_moves_out_while_the_ten_day_rule_is_about_to_move_the_account_keeps_it_where_it_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (first, account) = await TwoDueAsync(app);

        var touched = await MeanwhileAsync(
            app,
            first,
            () => account.ChangeAsync(new AccountUpdate { NextRenewalOn = s_renewal.AddDays(31) })
        );

        touched.Should().Be(1);
        (await account.ReadAsync()).Stage.Should().Be("2");
    }

    [Fact]
    public async Task An_account_that_changes_in_another_way_meanwhile_is_looked_at_again_and_moved_on_what_is_true_now()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (first, account) = await TwoDueAsync(app);

        var touched = await MeanwhileAsync(
            app,
            first,
            () =>
                app.WithAsync(services =>
                    services
                        .GetRequiredService<OnboardingTracker.Data.Accounts.AccountWrites>()
                        .AssessPaymentRiskAsync(account.Id, PaymentRisk.AtRisk, "card expires", Ann)
                )
        );

        touched.Should().Be(2, "nobody waits until tomorrow because of a note");
        (await account.ReadAsync()).Stage.Should().Be("5");
        (await account.HistoryAsync()).Should().HaveCount(3);
    }

    private static async Task<(OneStoredAccount First, OneStoredAccount Account)> TwoDueAsync(TrackerApp app)
    {
        // Not due yet when they are added, or they would be moved at once.
        var first = await AddAsync(app, "first", s_renewal.AddDays(10), "1", "2");
        var account = await AddAsync(app, "acme", s_renewal.AddDays(10), "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(10));
        return (first, account);
    }

    /// <summary>Runs the ten-day rule, stops it at the first account when it has decided on all, and lets something happen.</summary>
    /// <returns>How many accounts it moved.</returns>
    private static async Task<int> MeanwhileAsync(TrackerApp app, OneStoredAccount first, Func<Task> happens)
    {
        await using var obstacle = await Obstacle.AtAccountAsync(app.ConnectionString, first.Id);
        var running = Task.Run(() => RunTenDayRuleAsync(app));
        await obstacle.WaitUntilReachedAsync();
        await happens();
        await obstacle.DisposeAsync();
        return (await running).Touched;
    }

    /// <summary>Lets both decide, and stops them at the account before either has done anything.</summary>
    private static async Task<T[]> AtOnceAsync<T>(TrackerApp app, OneStoredAccount account, params Func<Task<T>>[] all)
    {
        await using var obstacle = await Obstacle.AtAccountAsync(app.ConnectionString, account.Id);
        var started = all.Select(Task.Run).ToList();
        await obstacle.WaitUntilReachedAsync(all.Length);
        await obstacle.DisposeAsync();
        return await Task.WhenAll(started);
    }

    private static Task<HoldToPlace?> HoldAsync(TrackerApp app, OneStoredAccount account, Actor by) =>
        app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().HoldAsync(account.Id, PlaybookNames.FinalOutreachDue, "on holiday", by)
        );
}
