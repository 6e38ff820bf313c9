using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Notices;

/// <summary>When a person's morning digest is due: at one hour of their own clock, once a day of their own calendar.</summary>
public static class DigestTime
{
    /// <summary>For who has chosen none.</summary>
    public const int UsualHour = 8;

    /// <summary>The person's day, and the moment of it at which the digest is due, in UTC, whether that has come yet or not.</summary>
    /// <param name="hour">0 to 23. One that a clock change leaves out comes at the first moment after it; of one that comes twice the first counts.</param>
    public static (DateOnly Day, DateTimeOffset DueAt) Of(DateTimeOffset now, TimeZoneInfo zone, int hour)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return (day, TeamCalendar.At(day.ToDateTime(new TimeOnly(hour, 0)), zone));
    }
}
