using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>
/// The clocks of all accounts in work. Those of now are kept: whatever may set one back leaves a note of its account
/// (the triggers of <c>clock_changes</c>), and who reads next works those accounts anew, so that a page costs what happened since the last one. Those of
/// a past day are worked out.
/// </summary>
public sealed class ClockBook(TrackerDb db)
{
    private const string LockName = "quiet clocks";
    private DateTimeOffset? _refreshed;

    /// <summary>Those that run, the longest quiet first.</summary>
    public Task<List<Clock>> QuietestAsync(FigureQuery query, int most, CancellationToken cancel = default) =>
        ReadAsync(query, ClockSql.Runs, $"{ClockSql.Since}, c.account_id", most, cancel);

    /// <summary>Those that stand still, the first to go on first.</summary>
    public Task<List<Clock>> PausedAsync(FigureQuery query, int most, CancellationToken cancel = default) =>
        ReadAsync(query, "c.pause_at > @seen", "c.pause_at, c.account_id", most, cancel);

    /// <summary>How many there are in each stage, and how long they have been quiet.</summary>
    public async Task<IReadOnlyList<StageClocks>> StagesAsync(FigureQuery query, CancellationToken cancel = default)
    {
        var source = await SourceAsync(query, cancel);
        var sql = query.AsOf.IsNow ? ClockCountSql.OfKept : ClockCountSql.Of(source);
        return await db.Database.SqlQueryRaw<StageClocks>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync(cancel);
    }

    /// <summary>A query of all of them as <c>(account_id, stage, owner_id, event_at, event, pause_at, pause, pause_title)</c>, which are up to date.</summary>
    internal async Task<string> SourceAsync(FigureQuery query, CancellationToken cancel)
    {
        if (!query.AsOf.IsNow)
            return ClockSql.Clocks(query.AsOf);
        // One request is of one moment.
        if (_refreshed != query.AsOf.Until)
            await RefreshAsync(query, cancel);
        _refreshed = query.AsOf.Until;
        return ClockSql.Kept;
    }

    private async Task<List<Clock>> ReadAsync(FigureQuery query, string where, string order, int most, CancellationToken cancel)
    {
        var source = await SourceAsync(query, cancel);
        var first = $"where {where} order by {order} limit @most";
        var sql = query.AsOf.IsNow
            ? $"select * from ({ClockSql.FirstKept(first)}) c order by {order}"
            : $"select * from ({source}) c {first}";
        return await db
            .Database.SqlQueryRaw<Clock>(sql, [.. TimingSql.Parameters(query, sql, new NpgsqlParameter<int>("most", most))])
            .ToListAsync(cancel);
    }

    /// <summary>Brings the clocks of now up to date. The same again finds nothing to do.</summary>
    public async Task RefreshAsync(FigureQuery now, CancellationToken cancel = default)
    {
        var stale = await db.Database.SqlQueryRaw<int>(ClockSql.Stale, [.. TimingSql.Parameters(now, ClockSql.Stale)]).SingleAsync(cancel);
        if (stale == 0)
            return;
        var refresh = ClockSql.Refresh(all: stale == 2);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One after the other: what somebody saw earlier does not overwrite what was worked out later.
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
        await db.Database.ExecuteSqlRawAsync(refresh, TimingSql.Parameters(now, refresh), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>What is shown of some of them: the account's name and ids, and its owner.</summary>
    internal async Task<IReadOnlyList<NamedClock>> NameAsync(IReadOnlyList<Clock> clocks, CancellationToken cancel)
    {
        var ids = clocks.Select(clock => clock.AccountId).ToList();
        var accounts = await db
            .Accounts.Where(account => ids.Contains(account.Id))
            .Select(account => new
            {
                account.Id,
                account.ExternalId,
                account.Name,
            })
            .ToDictionaryAsync(account => account.Id, cancel);
        var members = await db.Members.ToDictionaryAsync(member => member.Id, member => member.Name, cancel);
        return
        [
            .. clocks.Select(clock => new NamedClock(
                clock,
                accounts[clock.AccountId].ExternalId,
                accounts[clock.AccountId].Name,
                clock.OwnerId is { } owner ? members[owner] : null
            )),
        ];
    }
}

/// <summary>The clocks of one stage.</summary>
/// <param name="Running">Those that no pause stops.</param>
/// <param name="Quiet7">Of these, quiet for more than seven days.</param>
/// <param name="LongestSince">Since when the longest quiet one is; null: none runs.</param>
public sealed record StageClocks(string Stage, int InWork, int Running, int Quiet7, int Quiet14, int Quiet28, DateTimeOffset? LongestSince);

/// <summary>A clock with what people know its account by.</summary>
internal sealed record NamedClock(Clock Clock, string ExternalId, string Name, string? Owner)
{
    /// <summary>As a row that ends with a moment and with words.</summary>
    public IReadOnlyList<FigureValue> Values(TimeSpan length, DateTimeOffset at, string words) =>
        [
            FigureValue.Of(Name, "/accounts/" + Uri.EscapeDataString(ExternalId)),
            FigureValue.Of(ExternalId),
            FigureValue.Of(Clock.Stage),
            FigureValue.Of(Owner),
            FigureValue.Of(ClockFigures.Days(length)),
            FigureValue.Of(at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
            FigureValue.Of(words),
        ];
}

internal static class ClockFigures
{
    /// <summary>Rounded as the database rounds.</summary>
    public static decimal Days(TimeSpan length) =>
        Math.Round(length.Ticks / (decimal)TimeSpan.TicksPerDay, 2, MidpointRounding.AwayFromZero);
}
