using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How long passages took that ended, and how many billing periods they used.</summary>
public sealed class PassageLengthTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "passage-length";

    /// <summary>Of the row that counts all outcomes.</summary>
    public const string All = "all";

    public string Name => TableName;

    public string Title => "Finished passages";

    public string About =>
        "Passages that ended in an outcome in these days, from the day they began: how many were finished within the weeks that the policy "
        + "allows, and how many billing periods they used. The first period runs up to the first renewal after the beginning. A passage that "
        + "was taken over from another system counts from the day given; an account that was taken over in an outcome is not counted. A passage "
        + "that went on after its outcome counts when it ends again. What was undone counts for nothing.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("outcome", "Outcome", FigureKind.Stage),
        new("finished", "Finished", FigureKind.Count),
        new("withinPolicy", "Within the weeks", FigureKind.Count, "Took no longer than the policy's weeks."),
        new("shareWithin", "Share within", FigureKind.Share),
        new("median", "Median", FigureKind.Days, "Half of them took less. 56 days are eight weeks."),
        new("p90", "p90", FigureKind.Days, "Nine of ten took less."),
        new("periods1", "1 billing period", FigureKind.Count, "Ended by the first renewal."),
        new("periods2", "2 periods", FigureKind.Count),
        new("periods3", "3 or more", FigureKind.Count),
        new("periodsNotKnown", "Not known", FigureKind.Count, "No renewal was known, or only one before the passage began."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sql = $"""
            {PassageSql.Ended},
            counted as (
                select coalesce(outcome, '{All}') as outcome, count(*)::int as finished, (count(*) filter (where within))::int as within,
                    percentile_cont(array[0.5, 0.9]) within group (order by days) as spread,
                    (count(*) filter (where periods = 1))::int as periods1, (count(*) filter (where periods = 2))::int as periods2,
                    (count(*) filter (where periods >= 3))::int as periods3, (count(*) filter (where periods is null))::int as not_known
                from passages group by grouping sets ((outcome), ()))
            select s.outcome, coalesce(c.finished, 0) as finished, coalesce(c.within, 0) as within,
                round(c.spread[1]::numeric, 2) as median, round(c.spread[2]::numeric, 2) as p90, coalesce(c.periods1, 0) as periods1,
                coalesce(c.periods2, 0) as periods2, coalesce(c.periods3, 0) as periods3, coalesce(c.not_known, 0) as not_known
            from unnest(@outcomes || '{All}'::text) with ordinality as s(outcome, place) left join counted c on c.outcome = s.outcome
            order by s.place
            """;
        var rows = await db.Database.SqlQueryRaw<Row>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync(cancel);
        return
        [
            .. rows.Select(row =>
            {
                var opens = $"figure={EndedPassageList.ListName}&outcome={row.Outcome}";
                return (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(row.Outcome == All ? "All outcomes" : row.Outcome),
                        FigureValue.Of(row.Finished, opens),
                        FigureValue.Of(row.Within, opens + "&within=yes"),
                        FigureValue.Share(row.Within, row.Finished, opens + "&within=yes"),
                        FigureValue.Of(row.Median, opens),
                        FigureValue.Of(row.P90, opens),
                        FigureValue.Of(row.Periods1, opens + "&periods=1"),
                        FigureValue.Of(row.Periods2, opens + "&periods=2"),
                        FigureValue.Of(row.Periods3, opens + "&periods=3"),
                        FigureValue.Of(row.NotKnown, opens + "&periods=none"),
                    ];
            }),
        ];
    }

    internal sealed class Row
    {
        public required string Outcome { get; init; }
        public int Finished { get; init; }
        public int Within { get; init; }
        public decimal? Median { get; init; }
        public decimal? P90 { get; init; }
        public int Periods1 { get; init; }
        public int Periods2 { get; init; }
        public int Periods3 { get; init; }
        public int NotKnown { get; init; }
    }
}
