using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>Days of the team, both ends included.</summary>
public readonly record struct DaySpan(DateOnly From, DateOnly To)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Its first moment.</summary>
    public DateTimeOffset Start(Policy policy) => TeamCalendar.StartOf(From, policy);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End(Policy policy) => TeamCalendar.StartOf(To.AddDays(1), policy);

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
