using Npgsql;
using NpgsqlTypes;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>The accounts that came into a stage in a week.</summary>
public sealed class EnteredList(TrackerDb db)
    : MovedList(db, Entries, "Entered", "to_stage", "coalesce('from ' || t.from_stage, 'into the pipeline')");

/// <summary>The accounts that left a stage in a week.</summary>
public sealed class LeftList(TrackerDb db)
    : MovedList(db, Exits, "Left", "from_stage", "coalesce('to ' || t.to_stage, 'out of the pipeline')");

/// <summary>The moves of a week into a stage or out of it.</summary>
public abstract class MovedList(TrackerDb db, string name, string verb, string column, string whence) : IFigureList
{
    public const string Entries = "entries";
    public const string Exits = "exits";

    public string Name => name;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        if (!keys.TryGetValue("stage", out var stage) || StageCells.Day(keys, "week") is not { } week || week > asOf.Day)
            return null;
        var stageName = (await db.StageNamesAtAsync(asOf.IsNow ? null : asOf.Until, cancel)).FirstOrDefault(n => n.Stage == stage);
        if (stageName is null)
            return null;
        var last = week.AddDays(6);
        var bounds = await DayBounds.ReadAsync(db, new DaySpan(week, last), asOf.Policy, cancel);
        var ends =
            last < asOf.Day ? bounds.End(last).UtcDateTime
            : asOf.IsNow ? DateTime.MaxValue
            : asOf.Until.UtcDateTime;
        return new(
            FormattableString.Invariant($"{verb} {stageName.Stage} {stageName.Name} in the week of {week:d MMMM yyyy}"),
            $"""
            select t.account_id, t.id as key, t.recorded_at as at,
                {whence} || case when t.undoes_id is not null then ', a move taken back' else '' end || ', by ' || t.actor as note,
                null::numeric as amount
            from transitions t
            where t.{column} = @stage and t.recorded_at >= @starts and t.recorded_at < @ends
            """,
            [
                new NpgsqlParameter("stage", NpgsqlDbType.Text) { Value = stage },
                new NpgsqlParameter("starts", NpgsqlDbType.TimestampTz) { Value = bounds.Start(week).UtcDateTime },
                new NpgsqlParameter("ends", NpgsqlDbType.TimestampTz) { Value = ends },
            ]
        );
    }
}
