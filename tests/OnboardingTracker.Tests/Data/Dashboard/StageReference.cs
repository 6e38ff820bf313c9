using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>The slow and obvious way: every account's whole history, read anew for every moment.</summary>
internal sealed record StageReference(
    IReadOnlyList<Account> Accounts,
    ILookup<long, Transition> Transitions,
    ILookup<long, AccountChange> Forecasts,
    Policy Policy
)
{
    public static Task<StageReference> ReadAsync(TrackerApp app) =>
        app.DbAsync(async db => new StageReference(
            await db.Accounts.AsNoTracking().ToListAsync(),
            (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).ToLookup(t => t.AccountId),
            (await db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync())
                .Where(change => change.Values.ContainsKey(DetailNames.Forecast))
                .ToLookup(change => change.AccountId),
            (await db.CurrentPolicyAsync()).Policy
        ));

    public DateOnly FirstDay => DayOf(Transitions.SelectMany(t => t).Min(t => t.RecordedAt));

    public DateOnly DayOf(DateTimeOffset at) => TeamCalendar.DayOf(at, Policy);

    public Dictionary<string, (int Accounts, decimal Forecast)> Now() => At(DateTimeOffset.MaxValue, Policy);

    public Dictionary<string, (int Accounts, decimal Forecast)> At(DateTimeOffset until, Policy policy)
    {
        var stages = StageCatalogue.Shipped.ToDictionary(stage => stage.Code, _ => (Accounts: 0, Forecast: 0m));
        foreach (var account in Accounts)
        {
            if (Transitions[account.Id].LastOrDefault(t => t.RecordedAt < until)?.To is not { } stage)
                continue;
            var said = Forecasts[account.Id].LastOrDefault(change => change.At < until)?.Values[DetailNames.Forecast][1];
            stages[stage] = (stages[stage].Accounts + 1, stages[stage].Forecast + Worth(said, policy));
        }
        return stages;
    }

    private static decimal Worth(string? said, Policy policy)
    {
        if (said?.Split(' ') is not [var amount, var currency])
            return 0;
        var worth = new OnboardingTracker.Domain.Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).InTeamCurrency(
            policy.TeamCurrency,
            policy.CurrencyRates
        );
        return Math.Round(worth ?? 0, 4, MidpointRounding.AwayFromZero);
    }
}
