using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How long accounts stay in each stage that somebody works on.</summary>
public sealed class TimeInStageTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "time-in-stage";

    public string Name => TableName;

    public string Title => "Time in each stage";

    public string About =>
        "Stays that ended in these days: how long accounts had been in the stage when they moved on, in days. Half of them were shorter than "
        + "the median, nine of ten shorter than the p90. Beside them the stays that had not ended by then, with their age so far. A move that "
        + "was undone counts for nothing; a stage taken over from another system counts from the day given; an account that was merged into "
        + "another one ends no stay.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("stage", "Stage", FigureKind.Stage),
        new("closed", "Stays that ended", FigureKind.Count),
        new("closedMedian", "Median", FigureKind.Days, "Half of the stays that ended were shorter."),
        new("closedP90", "p90", FigureKind.Days, "Nine of ten stays that ended were shorter."),
        new("open", "In it", FigureKind.Count, "Accounts that had not moved on by then."),
        new("openMedian", "Median so far", FigureKind.Days, "Half of them had been in it for less."),
        new("openP90", "p90 so far", FigureKind.Days, "Nine of ten of them had been in it for less."),
        new("openLongest", "Longest so far", FigureKind.Days),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sql = $"""
            {TimingSql.WithUndone},
            {StayList.Closed},
            {TimingSql.Standing(query.AsOf)},
            ended as (
                select stage, count(*)::int as closed, percentile_cont(array[0.5, 0.9]) within group (order by days) as spread
                from closed group by stage),
            lasting as (
                select stage, count(*)::int as open, percentile_cont(array[0.5, 0.9]) within group (order by days) as spread, max(days) as longest
                from (select stage, {TimingSql.Days("entered_at", "@moment")}::float8 as days from standing) s group by stage)
            select s.stage, coalesce(e.closed, 0) as closed, round(e.spread[1]::numeric, 2) as closed_median, round(e.spread[2]::numeric, 2) as closed_p90,
                coalesce(l.open, 0) as open, round(l.spread[1]::numeric, 2) as open_median, round(l.spread[2]::numeric, 2) as open_p90,
                round(l.longest::numeric, 2) as open_longest
            from unnest(@in_work) with ordinality as s(stage, place)
                left join ended e on e.stage = s.stage
                left join lasting l on l.stage = s.stage
            order by s.place
            """;
        var rows = await db.Database.SqlQueryRaw<Row>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync(cancel);
        return
        [
            .. rows.Select(row =>
            {
                var closed = $"figure={StayList.ClosedName}&stage={row.Stage}";
                var open = $"figure={StayList.OpenName}&stage={row.Stage}";
                return (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(row.Stage),
                        FigureValue.Of(row.Closed, closed),
                        FigureValue.Of(row.ClosedMedian, closed),
                        FigureValue.Of(row.ClosedP90, closed),
                        FigureValue.Of(row.Open, open),
                        FigureValue.Of(row.OpenMedian, open),
                        FigureValue.Of(row.OpenP90, open),
                        FigureValue.Of(row.OpenLongest, open),
                    ];
            }),
        ];
    }

    internal sealed class Row
    {
        public required string Stage { get; init; }
        public int Closed { get; init; }
        public decimal? ClosedMedian { get; init; }
        public decimal? ClosedP90 { get; init; }
        public int Open { get; init; }
        public decimal? OpenMedian { get; init; }
        public decimal? OpenP90 { get; init; }
        public decimal? OpenLongest { get; init; }
    }
}
