using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>One stage at the end of a day.</summary>
/// <param name="Entered">Moves into it since the last day that was rolled up.</param>
/// <param name="Left">Moves out of it since then.</param>
internal sealed record StageStep(StageCount Count, int Entered, int Left);

/// <summary>
/// How many accounts stand in each stage, now and at the end of any earlier day. Those of now are counted as they are written. Days that are
/// over are rolled up once; what happened since the last of them is added from the history, so that an answer costs what happened since,
/// however large the book is.
/// </summary>
public sealed class StageBook(TrackerDb db, AccountCounts counts)
{
    private readonly Dictionary<(DateTimeOffset?, Policy), IReadOnlyList<StageCount>> _known = [];

    /// <param name="until">What was recorded before this moment counts; null: now, with the forecasts that stand on the accounts.</param>
    /// <param name="policy">The one in force at that moment.</param>
    public async Task<IReadOnlyList<StageCount>> AtAsync(DateTimeOffset? until, Policy policy, CancellationToken cancel = default) =>
        // Several tables of one page ask for the same moment.
        _known.TryGetValue((until, policy), out var known)
            ? known
            : _known[(until, policy)] = until is { } moment ? await ReadAsync(moment, policy, cancel) : await counts.StagesAsync(cancel);

    private async Task<IReadOnlyList<StageCount>> ReadAsync(DateTimeOffset until, Policy policy, CancellationToken cancel)
    {
        var days = db.RolledUpDays.AsNoTracking().Where(day => day.Until <= until);
        var last = await days.OrderByDescending(day => day.Day).FirstOrDefaultAsync(cancel);
        // The first day that is rolled up is that of the first move of all.
        if (last is null && await db.RolledUpDays.AnyAsync(cancel))
            return [.. (await db.StagesAsync(cancel)).InOrder.Select(stage => new StageCount(stage.Code, 0, 0))];
        return [.. (await AfterAsync(last, until, policy, cancel)).Select(step => step.Count)];
    }

    /// <summary>The stages at a moment, from those of a day that was rolled up before it.</summary>
    /// <param name="last">The day; null: none was, and everything is worked out from the history.</param>
    internal async Task<IReadOnlyList<StageStep>> AfterAsync(
        RolledUpDay? last,
        DateTimeOffset until,
        Policy policy,
        CancellationToken cancel
    )
    {
        var then = last is null ? [] : await db.StageDays.AsNoTracking().Where(day => day.Day == last.Day).ToListAsync(cancel);
        if (last is not null && last.Until == until)
            return [.. then.Select(day => new StageStep(new(day.Stage, day.Accounts, day.Forecast), 0, 0))];
        var whole = last is null || !await SameRatesAsync(last.PolicyVersion, policy, cancel);
        var stages = (await db.StagesAsync(cancel)).InOrder.Select(stage => stage.Code).ToList();
        var changes = await db
            .Database.SqlQueryRaw<Change>(StageSql.Changes(whole), [.. StageSql.Parameters(last?.Until, until, stages, policy)])
            .ToListAsync(cancel);
        var before = whole ? [] : then.ToDictionary(day => day.Stage);
        return
        [
            .. changes.Select(change => new StageStep(
                new(
                    change.Stage,
                    (before.GetValueOrDefault(change.Stage)?.Accounts ?? 0) + change.Accounts,
                    (before.GetValueOrDefault(change.Stage)?.Forecast ?? 0) + change.Forecast
                ),
                change.Entered,
                change.LeftIt
            )),
        ];
    }

    private async Task<bool> SameRatesAsync(int version, Policy policy, CancellationToken cancel)
    {
        var then = await db.PolicyOfVersionAsync(version, cancel);
        return then.TeamCurrency == policy.TeamCurrency
            && then.CurrencyRates.Count == policy.CurrencyRates.Count
            && then.CurrencyRates.All(rate => policy.CurrencyRates.TryGetValue(rate.Key, out var value) && value == rate.Value);
    }

    internal sealed class Change
    {
        public required string Stage { get; init; }
        public int Accounts { get; init; }
        public decimal Forecast { get; init; }
        public int Entered { get; init; }
        public int LeftIt { get; init; }
    }
}
