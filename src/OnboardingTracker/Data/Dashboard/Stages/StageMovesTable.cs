using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>How many moves led into each stage in each week.</summary>
public sealed class StageEntriesTable(TrackerDb db)
    : StageMovesTable(db, MovedList.Entries, "Entries a week", day => day.Entered, "to_stage");

/// <summary>How many moves led out of each stage in each week.</summary>
public sealed class StageExitsTable(TrackerDb db) : StageMovesTable(db, MovedList.Exits, "Exits a week", day => day.Left, "from_stage");

/// <summary>Moves into the stages or out of them, week by week.</summary>
public abstract class StageMovesTable(TrackerDb db, string name, string title, Func<StageDay, int> ofDay, string column) : IFigureTable
{
    public string Name => name;

    public string Title => title;

    public string About =>
        "From Monday to Sunday, as recorded. A move that was undone and its undo count both: accounts a week before, plus entries, less exits, "
        + "are the accounts now. A week that is not over counts so far.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("week", "Week of", FigureKind.Day),
        .. StageCatalogue.Shipped.Select(stage => new FigureColumn($"stage{stage.Code}", stage.Code, FigureKind.Count, stage.Name)),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        // Up to yesterday is what is shown where nobody says; what has happened today belongs to it.
        var to = query.Span.To >= asOf.Day.AddDays(-1) ? asOf.Day : query.Span.To;
        var (first, last) = (DaySpan.WeekOf(query.Span.From), DaySpan.WeekOf(to));
        var days = await db.StageDays.AsNoTracking().Where(day => day.Day >= first && day.Day <= asOf.Day).ToListAsync(cancel);
        var byWeek = days.GroupBy(day => (Week: DaySpan.WeekOf(day.Day), day.Stage))
            .ToDictionary(group => group.Key, group => group.Sum(ofDay));
        foreach (var moves in await NotRolledUpAsync(asOf, first, cancel))
            byWeek[(DaySpan.WeekOf(moves.Day), moves.Stage)] =
                byWeek.GetValueOrDefault((DaySpan.WeekOf(moves.Day), moves.Stage)) + moves.Count;
        var rows = new List<IReadOnlyList<FigureValue>>();
        for (var week = first; week <= last; week = week.AddDays(7))
            rows.Add([
                FigureValue.Of(week),
                .. StageCatalogue.Shipped.Select(stage =>
                    FigureValue.Of(byWeek.GetValueOrDefault((week, stage.Code)), StageCells.Moved(name, stage.Code, week))
                ),
            ]);
        return rows;
    }

    /// <summary>Of the days that are not rolled up: today, and yesterday in its first hour after midnight.</summary>
    private async Task<List<Moves>> NotRolledUpAsync(AsOf asOf, DateOnly first, CancellationToken cancel)
    {
        var kept = await db.RolledUpDays.AsNoTracking().Where(day => day.Day <= asOf.Day).MaxAsync(day => (DateOnly?)day.Day, cancel);
        var from = kept >= first ? kept.Value.AddDays(1) : first;
        if (from > asOf.Day)
            return [];
        var bounds = await DayBounds.ReadAsync(db, new DaySpan(from, asOf.Day), asOf.Policy, cancel);
        var days = Enumerable.Range(0, asOf.Day.DayNumber - from.DayNumber + 1).Select(from.AddDays).ToList();
        var stages = (await db.StagesAsync(cancel)).InOrder.Select(stage => stage.Code).ToArray();
        // The column is one of two of ours.
        var sql = $"""
            select d.day, t.{column} as stage, count(*)::int as count
            from unnest(@days, @starts, @ends) as d(day, starts, ends)
                join transitions t on t.{column} = any(@stages) and t.recorded_at >= d.starts and t.recorded_at < d.ends
            group by 1, 2
            """;
        return await db
            .Database.SqlQueryRaw<Moves>(
                sql,
                new NpgsqlParameter<DateOnly[]>("days", [.. days]),
                new NpgsqlParameter<DateTime[]>("starts", [.. days.Select(day => bounds.Start(day).UtcDateTime)]),
                new NpgsqlParameter<DateTime[]>(
                    "ends",
                    [
                        .. days.Select(day =>
                            day != asOf.Day ? bounds.End(day).UtcDateTime
                            : asOf.IsNow ? DateTime.MaxValue
                            : asOf.Until.UtcDateTime
                        ),
                    ]
                ),
                new NpgsqlParameter<string[]>("stages", stages)
            )
            .ToListAsync(cancel);
    }

    internal sealed class Moves
    {
        public DateOnly Day { get; init; }
        public required string Stage { get; init; }
        public int Count { get; init; }
    }
}
