using System.Globalization;
using Npgsql;
using NpgsqlTypes;

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
        var clocks = (await book.ReadAsync(query, cancel))
            .Where(clock =>
                clock.IsPaused(asOf) == paused
                && whose.Has(clock.Stage, clock.OwnerId)
                && (days == 0 || clock.Quiet(asOf) > TimeSpan.FromDays(days))
            )
            .ToList();
        var moment = TimingSql.InWords(asOf);
        return new(
            paused ? $"In work{whose.Words} {moment} and paused"
                : days == 0 ? $"In work{whose.Words} {moment}, by when they went quiet"
                : $"In work{whose.Words} {moment} and quiet for more than {days} days",
            """
            select c.account_id, c.account_id as key, c.at, c.note, null::numeric as amount, -(extract(epoch from c.at) * 1000000)::bigint as rank
            from unnest(@clock_accounts, @clock_ats, @clock_notes) as c(account_id, at, note)
            """,
            [
                Parameter("clock_accounts", NpgsqlDbType.Bigint, clocks.ConvertAll(clock => clock.AccountId)),
                Parameter(
                    "clock_ats",
                    NpgsqlDbType.TimestampTz,
                    clocks.ConvertAll(clock => (paused ? clock.PauseAt!.Value : clock.Since(asOf)).UtcDateTime)
                ),
                Parameter(
                    "clock_notes",
                    NpgsqlDbType.Text,
                    clocks.ConvertAll(clock =>
                        paused
                            ? $"until then, by {clock.PauseWords}"
                            : string.Create(
                                CultureInfo.InvariantCulture,
                                $"{clock.Quiet(asOf).TotalDays:0.0} days: {clock.SinceWords(asOf)}"
                            )
                    )
                ),
            ],
            clocks.Count,
            Ranked: true
        );
    }

    private static NpgsqlParameter Parameter<T>(string name, NpgsqlDbType type, List<T> values) =>
        new(name, NpgsqlDbType.Array | type) { Value = values };
}
