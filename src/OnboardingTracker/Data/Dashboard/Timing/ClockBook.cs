using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>
/// The clocks of all accounts in work. Those of now are kept: whatever may set one back leaves a note of its account
/// (the triggers of <c>clock_changes</c>), and who reads next works those accounts anew, so that a page costs what happened since the last one. Those of
/// a past day are worked out. Those of one moment are read once for all tables of a page.
/// </summary>
public sealed class ClockBook(TrackerDb db)
{
    private const string LockName = "quiet clocks";
    private readonly Dictionary<DateTimeOffset, IReadOnlyList<Clock>> _known = [];

    public async Task<IReadOnlyList<Clock>> ReadAsync(FigureQuery query, CancellationToken cancel = default)
    {
        if (_known.TryGetValue(query.AsOf.Until, out var known))
            return known;
        if (query.AsOf.IsNow)
            await RefreshAsync(query, cancel);
        var sql = query.AsOf.IsNow ? ClockSql.Kept : ClockSql.Clocks(query.AsOf);
        return _known[query.AsOf.Until] = await db
            .Database.SqlQueryRaw<Clock>(sql, [.. TimingSql.Parameters(query, sql)])
            .ToListAsync(cancel);
    }

    /// <summary>Brings the clocks of now up to date. The same again finds nothing to do.</summary>
    public async Task RefreshAsync(FigureQuery now, CancellationToken cancel = default)
    {
        if (!await db.Database.SqlQueryRaw<bool>(ClockSql.Stale, [.. TimingSql.Parameters(now, ClockSql.Stale)]).SingleAsync(cancel))
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One after the other: what somebody saw earlier does not overwrite what was worked out later.
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
        await db.Database.ExecuteSqlRawAsync(ClockSql.Refresh, TimingSql.Parameters(now, ClockSql.Refresh), cancel);
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
