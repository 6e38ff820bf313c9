using System.Globalization;

namespace OnboardingTracker.Features.Accounts;

/// <summary>A place in the timeline, newest first: a page begins after it or ends before it, whatever has come on top meanwhile.</summary>
public sealed record TimelineCursor(DateTimeOffset At, TimelineSource Source, long Id)
{
    /// <summary>What the timeline is ordered by.</summary>
    public (DateTimeOffset, int, long) Order => (At, (int)Source, Id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{(int)Source}-{Id}");

    /// <summary>Null: the text is no place, and the timeline is shown from its newest entry.</summary>
    public static TimelineCursor? Parse(string? text) =>
        text?.Split('-') is [var at, var source, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && Enum.TryParse<TimelineSource>(source, out var parsed)
        && Enum.IsDefined(parsed)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), parsed, number)
            : null;
}
