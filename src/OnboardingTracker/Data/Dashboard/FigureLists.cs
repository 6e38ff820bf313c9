using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>One account behind a number, with what the reader knows it by.</summary>
public sealed class FigureLine
{
    public long AccountId { get; init; }

    public required string ExternalId { get; init; }

    public required string Name { get; init; }

    /// <summary>When the fact was that makes it count, and what tells it from others of that moment.</summary>
    public DateTimeOffset At { get; init; }

    public long Key { get; init; }

    /// <inheritdoc cref="FigurePlace"/>
    public long Rank { get; init; }

    public string? Note { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>The stage that it was in as of the figure's moment; null: it was not in the pipeline.</summary>
    public string? Stage { get; init; }

    public string? StageNow { get; init; }

    /// <summary>Who owns it now.</summary>
    public string? Owner { get; init; }

    public string? OwnerEmail { get; init; }
}

/// <summary>Finds the accounts behind the numbers of the dashboard, a page at a time or all of them.</summary>
public sealed class FigureLists(TrackerDb db, IEnumerable<IFigureList> lists)
{
    public const int PageSize = 50;

    public IFigureList? Find(string? name) => lists.FirstOrDefault(list => list.Name == name);

    public async Task<long> CountAsync(FigureCell cell, CancellationToken cancel = default)
    {
        if (cell.Count is { } known)
            return known;
        var sql = $"""select count(*) as "Value" from ({cell.Sql}) f""";
        return await db.Database.SqlQueryRaw<long>(sql, Copies(cell)).SingleAsync(cancel);
    }

    /// <summary>The newest facts first. By place and not by number, so that what comes later shifts nothing.</summary>
    public async Task<FigurePage> PageAsync(
        FigureCell cell,
        FigureQuery query,
        FigurePlace? after,
        int limit = PageSize,
        CancellationToken cancel = default
    )
    {
        var rows = await Lines(cell, query, after, limit + 1).ToListAsync(cancel);
        return rows.Count > limit
            ? new(rows[..limit], new FigurePlace(rows[limit - 1].At, rows[limit - 1].Key, rows[limit - 1].Rank))
            : new(rows, null);
    }

    /// <summary>All of them, row by row: to export.</summary>
    public IAsyncEnumerable<FigureLine> All(FigureCell cell, FigureQuery query) => Lines(cell, query, null, null).AsAsyncEnumerable();

    private IQueryable<FigureLine> Lines(FigureCell cell, FigureQuery query, FigurePlace? after, int? limit)
    {
        List<object> parameters = [.. Copies(cell), new NpgsqlParameter<DateTimeOffset>("list_until", query.AsOf.Until)];
        if (after is not null)
        {
            parameters.Add(new NpgsqlParameter<DateTimeOffset>("list_at", after.At));
            parameters.Add(new NpgsqlParameter<long>("list_key", after.Key));
            parameters.Add(new NpgsqlParameter<long>("list_rank", after.Rank));
        }
        if (limit is { } most)
            parameters.Add(new NpgsqlParameter<int>("list_limit", most));
        var (rank, beyond, order) = cell.Ranked
            ? ("p.rank", "(f.rank, f.at, f.key) < (@list_rank, @list_at, @list_key)", "rank desc, at desc, key desc")
            : ("0::bigint", "(f.at, f.key) < (@list_at, @list_key)", "at desc, key desc");
        var sql = $"""
            with picked as (
                select f.* from ({cell.Sql}) f
                {(after is null ? "" : $"where {beyond}")}
                order by {order}
                {(limit is null ? "" : "limit @list_limit")}
            )
            select p.account_id, a.external_id, a.name, p.at, p.key, {rank} as rank, p.note, p.amount,
                was.to_stage as stage, a.stage as stage_now, m.name as owner, m.email as owner_email
            from picked p
            join accounts a on a.id = p.account_id
            left join members m on m.id = a.owner_id
            left join lateral (
                select t.to_stage from transitions t
                where t.account_id = p.account_id and t.recorded_at < @list_until
                order by t.id desc limit 1
            ) was on true
            order by {order}
            """;
        return db.Database.SqlQueryRaw<FigureLine>(sql, [.. parameters]);
    }

    /// <summary>A parameter belongs to one command; a cell is asked for more than once.</summary>
    private static object[] Copies(FigureCell cell) => [.. cell.Parameters.Select(parameter => (object)parameter.Clone())];
}
