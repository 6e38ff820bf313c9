using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;

namespace OnboardingTracker.Tests.Data.Accounts;

public sealed class RenewalsSinceEntryTests(TestPostgres postgres)
{
    [Fact]
    public async Task Each_renewal_that_comes_counts_and_a_corrected_one_does_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme", new DateOnly(2026, 3, 10), "1");

        (await NumberAsync(account)).Should().Be(1);
        await account.ChangeAsync(new() { NextRenewalOn = new DateOnly(2026, 3, 12) });
        (await NumberAsync(account)).Should().Be(1);
        await SetAsync(app, account, days: 11, new DateOnly(2026, 4, 12));
        (await NumberAsync(account)).Should().Be(2);
        await SetAsync(app, account, days: 32, new DateOnly(2026, 5, 12));
        (await NumberAsync(account)).Should().Be(3);
    }

    [Fact]
    public async Task One_that_had_passed_before_the_entry_is_none_since_the_entry()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme", new DateOnly(2026, 2, 27), "1");

        await account.ChangeAsync(new() { NextRenewalOn = new DateOnly(2026, 3, 27) });

        (await NumberAsync(account)).Should().Be(1, "27 March is the first since the entry on 1 March");
    }

    [Fact]
    public async Task A_new_passage_counts_anew_and_before_the_entry_nothing_is_counted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme", new DateOnly(2026, 3, 2));
        await SetAsync(app, account, days: 2, new DateOnly(2026, 4, 2));
        (await NumberAsync(account)).Should().Be(1);
        foreach (var stage in new[] { "1", "6a" })
            await account.MoveAsync(stage);
        await SetAsync(app, account, days: 31, new DateOnly(2026, 5, 2));
        (await NumberAsync(account)).Should().Be(2);

        await account.MoveAsync("2");

        (await NumberAsync(account)).Should().Be(1);
    }

    private static async Task SetAsync(TrackerApp app, OneStoredAccount account, int days, DateOnly renewalOn)
    {
        app.Clock.Advance(TimeSpan.FromDays(days));
        await account.ChangeAsync(new AccountUpdate { NextRenewalOn = renewalOn });
    }

    private static async Task<int> NumberAsync(OneStoredAccount account) => (await account.ReadAsync()).RenewalNumber;
}
