using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Testing;
using static OnboardingTracker.Tests.Data.Pipeline.OneStoredAccount;

namespace OnboardingTracker.Tests.Data.Pipeline;

public sealed class HoldsOfUndosTests(TestPostgres postgres)
{
    private static readonly DateOnly s_renewal = new(2026, 3, 8);

    [Fact]
    public async Task A_move_back_that_is_undone_takes_its_hold_with_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2", "5");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await account.MoveAsync("2");
        (await account.HeldOffAsync()).Should().Equal("final-outreach-due");

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await account.UndoLastAsync();

        (await account.ReadAsync()).Stage.Should().Be("5");
        (await account.HeldOffAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_ten_day_rule_is_stopped_let_go_on_and_stopped_again_by_undos_of_undos()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal.AddDays(30), "1", "2");
        await account.ChangeAsync(new() { NextRenewalOn = s_renewal });
        (await account.ReadAsync()).Stage.Should().Be("5", "a changed renewal is looked at at once");

        foreach (var (stage, held) in new[] { ("2", 1), ("5", 0), ("2", 1), ("5", 0) })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await account.UndoLastAsync();
            (await account.ReadAsync()).Stage.Should().Be(stage);
            (await account.HeldOffAsync()).Should().HaveCount(held);
            (await RunTenDayRuleAsync(app)).Touched.Should().Be(0, "it is held, or there already");
        }
    }

    [Fact]
    public async Task An_undo_leaves_a_hold_alone_that_a_person_placed_by_itself()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");
        await app.WithAsync(services =>
            services
                .GetRequiredService<OnboardingTracker.Data.Pipeline.AccountHolds>()
                .HoldAsync(account.Id, "final-outreach-due", "on holiday", Ann)
        );
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await account.MoveAsync("3a");

        await account.UndoLastAsync();

        (await account.HeldOffAsync()).Should().Equal("final-outreach-due");
    }
}
