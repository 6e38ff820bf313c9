using System.Globalization;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>The accounts in work that have been quiet for some days.</summary>
public sealed class StuckList(TrackerDb db, ClockBook book) : QuietList(db, book, ListName);

/// <summary>The accounts in work whose clock stands still.</summary>
public sealed class PausedList(TrackerDb db, ClockBook book) : QuietList(db, book, PausedName);

/// <summary>The accounts behind the numbers of quiet and paused ones.</summary>
public abstract class QuietList(TrackerDb db, ClockBook book, string name) : IFigureList
{
    public const string ListName = "quiet";
    public const string PausedName = "paused";

    public string Name => name;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        var days = 0;
        if (
            keys.TryGetValue("days", out var text)
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is > 0 and < 3650)
        )
            return null;
        if (await Whose.ReadAsync(db, keys, asOf, cancel) is not { } whose)
            return null;
        var paused = name == PausedName;
        var (at, which, note) = paused
            ? ("c.pause_at", "c.pause_at > @seen", ClockSql.PausedNote)
            : (ClockSql.Since, ClockSql.Runs + (days == 0 ? "" : $" and {ClockSql.QuietFor("@days")}"), ClockSql.QuietNote);
        var sql = $"""
            select c.account_id, c.account_id as key, {at} as at, {note} as note, null::numeric as amount, -(extract(epoch from {at}) * 1000000)::bigint as rank
            from ({await book.SourceAsync(query, cancel)}) c
            where {which} and {whose.Condition}
            """;
        var moment = TimingSql.InWords(asOf);
        return new(
            paused ? $"In work{whose.Words} {moment} and paused"
                : days == 0 ? $"In work{whose.Words} {moment}, by when they went quiet"
                : $"In work{whose.Words} {moment} and quiet for more than {days} days",
            sql,
            TimingSql.Parameters(query, sql, [new NpgsqlParameter<int>("days", days), .. whose.Parameters]),
            Ranked: true
        );
    }
}
