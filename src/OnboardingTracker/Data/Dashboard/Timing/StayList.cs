using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>The stays in a stage that ended in some days.</summary>
public sealed class ClosedStayList(TrackerDb db) : StayList(db, ClosedName);

/// <summary>The stays in a stage that had not ended.</summary>
public sealed class OpenStayList(TrackerDb db) : StayList(db, OpenName);

/// <summary>The stays behind the table of time in each stage.</summary>
public abstract class StayList(TrackerDb db, string name) : IFigureList
{
    public const string ClosedName = "stays";
    public const string OpenName = "openStays";

    /// <summary>
    /// <c>closed(account_id, id, stage, at, days)</c>. Nothing is dated after it was written down, so that the days' own part of the index
    /// holds them all.
    /// </summary>
    internal static string Closed { get; } =
        $"""
            closed as (
                select t.account_id, t.id, t.from_stage as stage, t.to_stage, t.at, {TimingSql.Days(
                "t.from_entered_at",
                "t.at"
            )}::float8 as days
                from transitions t
                where t.from_stage = any(@in_work) and t.recorded_at >= @starts and t.recorded_at < @until and t.at >= @starts and t.at < @ends
                    and t.to_stage is not null and {TimingSql.Counts("t")})
            """;

    public string Name => name;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (
            !keys.TryGetValue("stage", out var stage) || !TimingSql.Codes(kind => kind != Domain.Pipeline.StageKind.Outcome).Contains(stage)
        )
            return null;
        var label = await db.StageLabelAsync(stage, query.AsOf, cancel);
        var closed = name == ClosedName;
        var sql = closed
            ? $"""
                {TimingSql.WithUndone},
                {Closed}
                select account_id, id as key, at, 'after ' || round(days::numeric, 1) || ' days, to ' || to_stage as note, null::numeric as amount
                from closed where stage = @stage
                """
            : $"""
                with {TimingSql.Standing(query.AsOf)}
                select account_id, account_id as key, entered_at as at,
                    'in it for ' || round({TimingSql.Days("entered_at", "@moment")}, 1) || ' days' as note, null::numeric as amount,
                    -(extract(epoch from entered_at) * 1000000)::bigint as rank
                from standing where stage = @stage
                """;
        return new(
            closed
                ? $"Left {label} {TimingSql.InWords(query.Span)}"
                : $"In {label} {TimingSql.InWords(query.AsOf)}, by when they entered it",
            sql,
            TimingSql.Parameters(query, sql, new NpgsqlParameter<string>("stage", stage)),
            Ranked: !closed
        );
    }
}
