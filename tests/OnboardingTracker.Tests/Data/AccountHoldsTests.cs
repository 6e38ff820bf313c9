using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data;

public sealed class AccountHoldsTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");
    private static readonly DateOnly Renewal = new(2026, 3, 8);

    [Fact]
    public async Task Keep_for_another_period_holds_the_ten_day_rule_until_a_renewal_that_is_another_one()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app, "1", "2");

        (await KeepAsync(app, id)).Should().BeNull("it need not move");

        var hold = await app.DbAsync(db => db.Holds.AsNoTracking().SingleAsync());
        hold.Playbook.Should().Be("final-outreach-due");
        hold.Reason.Should().Be("kept for another period: on holiday");
        hold.UntilRenewalOn.Should().Be(Renewal.AddDays(14));
        hold.InForce(Renewal.AddDays(13), 1).Should().BeTrue();
        hold.InForce(Renewal.AddDays(14), 1).Should().BeFalse();
    }

    [Fact]
    public async Task Keep_for_another_period_takes_an_account_in_5_back_to_the_stage_before_in_the_same_move()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app, "1", "2", "3a", "5");

        var moved = (await KeepAsync(app, id)).Should().BeOfType<MoveResult.Moved>().Subject;

        moved.Move.After.Stage.Should().Be("3a");
        moved.Move.Reason.Should().Be("kept for another period: on holiday");
        (await app.DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.Id == id).Select(a => a.Stage).SingleAsync())).Should().Be("3a");
        (await app.DbAsync(db => db.Holds.AsNoTracking().SingleAsync())).UntilRenewalOn.Should().Be(Renewal.AddDays(14));
    }

    [Fact]
    public async Task Keeping_an_account_that_has_moved_meanwhile_changes_nothing_and_says_where_it_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app, "1", "2", "5");
        var seen = await app.DbAsync(db => db.Accounts.Where(a => a.Id == id).Select(a => a.LastTransitionId).SingleAsync());
        await MoveAsync(app, id, "6a");

        var result = await KeepAsync(app, id, seen);

        result.Should().BeOfType<MoveResult.Conflict>().Which.CurrentStage.Should().Be("6a");
        (await app.DbAsync(db => db.Holds.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_hold_is_replaced_by_a_new_one_and_lifted_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app, "1", "2");

        await HoldAsync(app, id, "first");
        await HoldAsync(app, id, "second");
        var holds = await app.DbAsync(db => db.Holds.AsNoTracking().OrderBy(h => h.Id).ToListAsync());
        holds.Select(h => (h.Reason, h.LiftedAt is null)).Should().Equal(("first", false), ("second", true));

        (await LiftAsync(app, id)).Should().BeTrue();
        (await LiftAsync(app, id)).Should().BeFalse();
        (await app.DbAsync(db => db.Holds.CountAsync(h => h.LiftedAt == null))).Should().Be(0);
        (await HoldAsync(app, id: 999, "nobody")).Should().BeNull();
    }

    private static async Task<long> AccountAsync(TrackerApp app, params string[] stages)
    {
        var written = await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync("acme", new AccountUpdate { Name = "Acme", NextRenewalOn = Renewal }, [], DetailSources.Api, Ann)
        );
        foreach (var stage in stages)
            await MoveAsync(app, written.AccountId, stage);
        return written.AccountId;
    }

    private static async Task MoveAsync(TrackerApp app, long id, string stage) =>
        (await app.WithAsync(services => services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, stage, Ann))))
            .Should()
            .BeOfType<MoveResult.Moved>();

    private static Task<MoveResult?> KeepAsync(TrackerApp app, long id, long? seen = null) =>
        app.WithAsync(services => services.GetRequiredService<AccountHolds>().KeepForAnotherPeriodAsync(id, " on holiday ", Ann, seen));

    private static Task<HoldToPlace?> HoldAsync(TrackerApp app, long id, string reason) =>
        app.WithAsync(services => services.GetRequiredService<AccountHolds>().HoldAsync(id, PlaybookNames.FinalOutreachDue, reason, Ann));

    private static Task<bool> LiftAsync(TrackerApp app, long id) =>
        app.WithAsync(services => services.GetRequiredService<AccountHolds>().LiftAsync(id, PlaybookNames.FinalOutreachDue, Ann));
}
