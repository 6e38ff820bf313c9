using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

/// <summary>Accounts as the tests of pages need them.</summary>
internal static class TestAccounts
{
    public static readonly Actor Importer = Actor.User("ingrid@example.com");

    /// <summary>"Acme", as an import brings it: 80 USD, so that it is no lead; renewal on 20 March 2026.</summary>
    public static async Task<long> AddAccountAsync(this TrackerApp app, AccountUpdate? update = null, string externalId = "acme")
    {
        var written = await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    externalId,
                    update
                        ?? new AccountUpdate
                        {
                            Name = "Acme",
                            Plan = Plan.PayAsYouGo,
                            Forecast = new Money(80, "USD"),
                            NextRenewalOn = new DateOnly(2026, 3, 20),
                        },
                    [],
                    DetailSources.Import,
                    Importer
                )
        );
        return written.AccountId;
    }

    public static async Task<long> MoveAsync(this TrackerApp app, long id, string stage, Actor actor, string? reason = "as agreed")
    {
        var result = await app.WithAsync(services =>
            services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, stage, actor, reason))
        );
        return result.Should().BeOfType<MoveResult.Moved>().Which.TransitionId;
    }

    public static Task<Account> AccountAsync(this TrackerApp app, long id) =>
        app.DbAsync(db =>
            db.Accounts.AsNoTracking().Include(a => a.Owner).Include(a => a.Contacts).Include(a => a.Holds).FirstAsync(a => a.Id == id)
        );
}
