using System.Globalization;

namespace OnboardingTracker.Features.Accounts;

/// <summary>A place in the history, newest first: a page begins after it or ends before it, whatever has come on top meanwhile.</summary>
public sealed record TimelineCursor(DateTimeOffset At, TimelineKind Kind, long Id)
{
    /// <summary>Below 0: the entry is older than this place; 0: it is the place; above 0: it is newer.</summary>
    public int Compare(TimelineEntry entry) => (entry.At, (int)entry.Kind, entry.Id).CompareTo((At, (int)Kind, Id));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{(int)Kind}-{Id}");

    /// <summary>Null: the text is no place, and the history is shown from its newest entry.</summary>
    public static TimelineCursor? Parse(string? text) =>
        text?.Split('-') is [var at, var kind, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && Enum.TryParse<TimelineKind>(kind, out var parsed)
        && Enum.IsDefined(parsed)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), parsed, number)
            : null;
}
