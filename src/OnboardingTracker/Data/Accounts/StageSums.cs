using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>How many accounts of a list stand in one stage, and what they are forecast to pay in the team's currency.</summary>
public sealed record StageSum(string? Stage, int Count, decimal Forecast);

public static class StageSums
{
    public static Task<List<StageSum>> ByStageAsync(this IQueryable<Account> accounts, CancellationToken cancel = default) =>
        accounts
            .GroupBy(account => account.Stage)
            .Select(stage => new StageSum(stage.Key, stage.Count(), stage.Sum(account => account.ForecastInTeamCurrency) ?? 0))
            .ToListAsync(cancel);
}
