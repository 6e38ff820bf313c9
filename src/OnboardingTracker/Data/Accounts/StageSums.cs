using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>How many accounts of a list stand in one stage, and what they are forecast to pay in the team's currency.</summary>
/// <param name="Compared">How many of them have a forecast that is part of the sum.</param>
public sealed record StageSum(string? Stage, int Count, decimal Forecast, int Compared);

public static class StageSums
{
    public static Task<List<StageSum>> ByStageAsync(this IQueryable<Account> accounts, CancellationToken cancel = default) =>
        accounts
            .GroupBy(account => account.Stage)
            .Select(stage => new StageSum(
                stage.Key,
                stage.Count(),
                stage.Sum(account => account.ForecastInTeamCurrency) ?? 0,
                stage.Count(account => account.ForecastInTeamCurrency != null)
            ))
            .ToListAsync(cancel);

    /// <summary>
    /// What stands beside these sums, by currency. No index knows it: the accounts are looked up only where the sums leave some out.
    /// </summary>
    public static async Task<ILookup<string?, Money>> ApartAsync(
        this IQueryable<Account> accounts,
        IReadOnlyCollection<StageSum> sums,
        CancellationToken cancel = default
    )
    {
        var parts = sums.All(sum => sum.Compared == sum.Count)
            ? []
            : await accounts
                .Where(account => account.ForecastInTeamCurrency == null && account.ForecastAmount != null)
                .GroupBy(account => new { account.Stage, account.ForecastCurrency })
                .Select(part => new
                {
                    part.Key.Stage,
                    part.Key.ForecastCurrency,
                    Amount = part.Sum(account => account.ForecastAmount) ?? 0,
                })
                .ToListAsync(cancel);
        return parts
            .OrderBy(part => part.ForecastCurrency, StringComparer.Ordinal)
            .ToLookup(part => part.Stage, part => new Money(part.Amount, part.ForecastCurrency!));
    }
}
