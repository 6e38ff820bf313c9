using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>
/// The accounts that may be about to leave, which are kept: whatever may say so leaves a note of its account (the triggers of <c>leaving_changes</c>), and who
/// reads next works those anew; with another policy and on another day, all.
/// </summary>
public sealed class LeavingBook(TrackerDb db)
{
    private const string LockName = "leaving accounts";

    /// <summary>Raised when something else comes to count: what was kept is then worked out anew.</summary>
    private const int Version = 1;

    private AsOf? _refreshed;

    /// <summary>Brings them up to date. The same again finds nothing to do.</summary>
    public async Task RefreshAsync(AsOf now, CancellationToken cancel = default)
    {
        // One request is of one moment.
        if (_refreshed == now)
            return;
        if (await StaleAsync(now, cancel) > 0)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
            // Somebody else may have done it meanwhile.
            if (await StaleAsync(now, cancel) is var stale and > 0)
            {
                // To compile it takes longer than to do it.
                await db.Database.ExecuteSqlRawAsync("set local jit = off", cancel);
                await db.Database.ExecuteSqlRawAsync(LeavingSql.Work(all: stale == 2), Parameters(now), cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        _refreshed = now;
    }

    private Task<int> StaleAsync(AsOf now, CancellationToken cancel) =>
        db
            .Database.SqlQueryRaw<int>(LeavingSql.Stale, [.. Parameters(now).Where(p => p.ParameterName is "basis" or "until")])
            .SingleAsync(cancel);

    private static List<NpgsqlParameter> Parameters(AsOf now)
    {
        // Who is followed still has had its first bill since.
        var from = now.Day.AddMonths(-RetentionSql.Months).AddDays(-7);
        return
        [
            .. RetentionSql.Parameters(now),
            .. RetentionSql.Between(from, now.Day, now.Policy),
            new NpgsqlParameter<string>("basis", Basis(now)),
        ];
    }

    /// <summary>What all of it follows from besides what is written of the accounts.</summary>
    private static string Basis(AsOf now)
    {
        var policy = now.Policy;
        return JsonSerializer.Serialize(
            new
            {
                Version,
                now.Day,
                policy.TimeZone,
                policy.TeamCurrency,
                Rates = policy
                    .CurrencyRates.OrderBy(rate => rate.Key, StringComparer.Ordinal)
                    .Select(rate => $"{rate.Key} {rate.Value:G29}"),
                policy.LeadForecastAbove,
                policy.ChurnTakenBackDays,
            },
            Json.Options
        );
    }
}
