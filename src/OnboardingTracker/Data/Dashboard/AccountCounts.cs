using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>One stage at one moment.</summary>
/// <param name="Forecast">In the team's currency by the rates of the moment; what has no rate counts for nothing.</param>
public sealed record StageCount(string Stage, int Accounts, decimal Forecast);

/// <summary>
/// How many accounts stand in each stage now and what they are forecast to pay; of those in work also by owner and by the day, in UTC, on which
/// their passage began. Each statement that writes accounts adds to <c>account_counts</c> what it makes more or fewer (triggers of accounts): no
/// writer waits for another, and who reads sums up, which costs as much as there are days, stages and owners, and not accounts.
/// </summary>
public sealed class AccountCounts(TrackerDb db, ILogger<AccountCounts> log)
{
    private const string LockName = "account counts";

    /// <summary>So many rows are summed up in a few milliseconds.</summary>
    private const int Few = 10_000;

    /// <summary>What the rows come to when each account is looked at.</summary>
    private const string Counted = """
        select stage, case when in_work then owner_id end as owner_id,
            case when in_work then (passage_began_at at time zone 'UTC')::date end as began_on,
            1 as accounts, coalesce(forecast_in_team_currency, 0) as forecast
        from accounts where stage is not null
        """;

    private const string Sums =
        "insert into account_counts (stage, owner_id, began_on, accounts, forecast)"
        + " select stage, owner_id, began_on, sum(accounts), sum(forecast)";

    private const string Keys = "group by stage, owner_id, began_on having sum(accounts) <> 0 or sum(forecast) <> 0";

    /// <summary>One row for many. A reader sees them either as they were or as they are then, and what is added meanwhile stays as it is.</summary>
    private const string Compact = $"""
        with gone as (
            delete from account_counts
            where exists (select from account_counts group by stage, owner_id, began_on having count(*) > 1)
            returning stage, owner_id, began_on, accounts, forecast)
        {Sums} from gone {Keys}
        """;

    /// <summary>One statement sees accounts and rows of the same moment: what they differ by is wrong, and adding that makes it right.</summary>
    private const string Mend = $"""
        {Sums} from (
            {Counted}
            union all
            select stage, owner_id, began_on, -accounts, -forecast from account_counts) d
        {Keys}
        """;

    /// <summary>Every stage, those without accounts too.</summary>
    public async Task<IReadOnlyList<StageCount>> StagesAsync(CancellationToken cancel = default)
    {
        var sums = await db
            .Database.SqlQueryRaw<StageSum>(
                """
                select s.code as stage, coalesce(sum(c.accounts), 0)::int as accounts, coalesce(sum(c.forecast), 0) as forecast, count(c.stage) as parts
                from stages s left join account_counts c on c.stage = s.code group by s.code
                """
            )
            .ToListAsync(cancel);
        // A large import adds rows by the hundred thousand within an hour. There are at most as many keys as accounts in work (and four
        // outcomes): with twice as many rows, at least half of them can go.
        var inWork = sums.Where(sum => StageCatalogue.Shipped.Any(s => s.Code == sum.Stage && s.Kind != StageKind.Outcome))
            .Sum(s => s.Accounts);
        if (sums.Sum(sum => sum.Parts) > Math.Max(Few, 2L * inWork))
            await CompactAsync(cancel);
        return [.. sums.Select(sum => new StageCount(sum.Stage, sum.Accounts, sum.Forecast))];
    }

    /// <summary>Makes one row of all of the same stage, owner and day. The same again finds nothing to do.</summary>
    public Task CompactAsync(CancellationToken cancel = default) => DoAsync(Compact, cancel);

    /// <summary>
    /// Compares what is kept with the accounts themselves, and puts it right where it is wrong: after somebody wrote to the database with
    /// its triggers switched off.
    /// </summary>
    /// <returns>How many sums were wrong.</returns>
    public async Task<int> MendAsync(CancellationToken cancel = default)
    {
        var wrong = await DoAsync(Mend, cancel);
        if (wrong > 0)
            log.LogError("{Wrong} of the sums in account_counts were not those of the accounts; they have been put right", wrong);
        return wrong;
    }

    private async Task<int> DoAsync(string sql, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One after the other: the same difference must not be added twice.
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
        var rows = await db.Database.ExecuteSqlRawAsync(sql, cancel);
        await transaction.CommitAsync(cancel);
        return rows;
    }

    internal sealed class StageSum
    {
        public required string Stage { get; init; }
        public int Accounts { get; init; }
        public decimal Forecast { get; init; }
        public long Parts { get; init; }
    }
}
