using System.Globalization;

namespace OnboardingTracker.Features.Accounts;

/// <summary>A place in the history, newest first: an older page begins after it, whatever has come on top meanwhile.</summary>
public sealed record TimelineCursor(DateTimeOffset At, TimelineKind Kind, long Id)
{
    /// <summary>Whether an entry comes after this place: it is older.</summary>
    public bool IsBefore(TimelineEntry entry) =>
        entry.At != At ? entry.At < At
        : entry.Kind != Kind ? entry.Kind < Kind
        : entry.Id < Id;

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
