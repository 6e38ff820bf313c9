using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>How many passages of one week and path meet each condition.</summary>
/// <param name="Counts">In the order of <see cref="FlowCondition.All"/>.</param>
internal sealed record FlowCounts(DateOnly Week, bool Engaged, long[] Counts);

/// <summary>How long something took.</summary>
/// <param name="Week">Null: of all weeks.</param>
/// <param name="Engaged">Null: of both paths.</param>
internal sealed record FlowDays(DateOnly? Week, bool? Engaged, decimal Median, decimal P90);

/// <summary>How many passages went from a stage to another next.</summary>
internal sealed record FlowStep(string Stage, string Next, long Passages);

/// <summary>All that the tables of the family say, of one cohort.</summary>
internal sealed record FlowFigures(
    IReadOnlyList<FlowCounts> Counts,
    IReadOnlyList<FlowDays> Outreach,
    IReadOnlyList<FlowDays> Finished,
    IReadOnlyList<FlowStep> Steps
)
{
    public decimal Count(string condition, DateOnly? week = null, bool? engaged = null)
    {
        var index = FlowCondition.IndexOf(condition);
        return Counts.Where(c => (week is null || c.Week == week) && (engaged is null || c.Engaged == engaged)).Sum(c => c.Counts[index]);
    }

    public FlowDays? OutreachOf(DateOnly? week) => Outreach.FirstOrDefault(days => days.Week == week);

    public FlowDays? FinishedOf(bool? engaged) => Finished.FirstOrDefault(days => days.Engaged == engaged);
}

/// <summary>Reads a cohort's figures, once for all tables of a request.</summary>
internal sealed class FlowBook(TrackerDb db)
{
    /// <summary>Days with their fraction, to two places; from exact seconds, so that no rounding depends on the order of additions.</summary>
    private static string Days(string percentile, string from, string to) =>
        $"round((percentile_cont({percentile}) within group (order by greatest(0, extract(epoch from {to} - {from}))::float8))::numeric / 86400, 2)";

    private static readonly string s_sql = $"""
        {FlowSql.All}
        select 'counts', week, engaged_at is not null, null, null,
            array[{string.Join(", ", FlowCondition.All.Select(c => $"count(*) filter (where {c.Sql})"))}], null, null
        from fact group by week, engaged_at is not null
        union all
        select 'outreach', week, null, null, null, null, {Days("0.5", "began_at", "outreach_at")}, {Days("0.9", "began_at", "outreach_at")}
        from fact where outreach_at is not null group by grouping sets ((), (week))
        union all
        select 'finished', null, engaged, null, null, null, {Days("0.5", "began_at", "last_at")}, {Days("0.9", "began_at", "last_at")}
        from (select f.*, engaged_at is not null as engaged from fact f) f
        where stands in ('6a', '6b', '6c', '6d') group by grouping sets ((), (engaged))
        union all
        select 'steps', null, null, stage, next, array[count(*)], null, null from entry group by stage, next
        """;

    private (FigureQuery Query, FlowFigures Figures)? _last;

    public async Task<FlowFigures> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        if (_last is { } last && last.Query == query)
            return last.Figures;
        List<FlowCounts> counts = [];
        List<FlowDays> outreach = [];
        List<FlowDays> finished = [];
        List<FlowStep> steps = [];
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand(s_sql, (NpgsqlConnection)db.Database.GetDbConnection());
            command.Parameters.AddRange(FlowSql.Parameters(query).ToArray());
            await using var row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                switch (row.GetString(0))
                {
                    case "counts":
                        counts.Add(new(Week()!.Value, Engaged()!.Value, row.GetFieldValue<long[]>(5)));
                        break;
                    case "steps":
                        steps.Add(new(row.GetString(3), row.GetString(4), row.GetFieldValue<long[]>(5)[0]));
                        break;
                    // Of none there is no median.
                    case var part when !row.IsDBNull(6):
                        (part == "outreach" ? outreach : finished).Add(new(Week(), Engaged(), row.GetDecimal(6), row.GetDecimal(7)));
                        break;
                }

            DateOnly? Week() => row.IsDBNull(1) ? null : row.GetFieldValue<DateOnly>(1);
            bool? Engaged() => row.IsDBNull(2) ? null : row.GetBoolean(2);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
        var figures = new FlowFigures(counts, outreach, finished, steps);
        _last = (query, figures);
        return figures;
    }
}
