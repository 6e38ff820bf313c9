using System.Globalization;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// What an alert was raised for, as stored on the task. An occasion that is a day (a renewal) is still the same when the day is corrected by
/// less than <see cref="Hold.DaysToAnotherRenewal"/> days.
/// </summary>
/// <param name="Subject">The invoice, the subscription, the passage.</param>
/// <param name="Day">The renewal; null: the subject alone is the occasion.</param>
public readonly record struct AlertOccasion(string Subject, DateOnly? Day = null)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Of a bill that belongs to no known subscription: it may be any one's.</summary>
    public const string AnySubscription = "account";

    public static AlertOccasion Parse(string text)
    {
        var space = text.LastIndexOf(' ');
        return
            space > 0
            && DateOnly.TryParseExact(text.AsSpan(space + 1), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(text[..space], day)
            : new(text);
    }

    /// <summary>How far apart two occasions are, in days; null: they are two different ones.</summary>
    public int? DaysFrom(AlertOccasion other)
    {
        if (Day is null || other.Day is null)
            return this == other ? 0 : null;
        var days = Math.Abs(Day.Value.DayNumber - other.Day.Value.DayNumber);
        var one = Subject == other.Subject || Subject == AnySubscription || other.Subject == AnySubscription;
        return one && days < Hold.DaysToAnotherRenewal ? days : null;
    }

    public override string ToString() => Day is { } day ? $"{Subject} {day.ToString(DayFormat, CultureInfo.InvariantCulture)}" : Subject;
}
