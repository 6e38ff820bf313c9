namespace OnboardingTracker.Domain.Policies;

/// <summary>The team's days. Renewals are calendar days in the team's time zone; DST and month ends change nothing.</summary>
public static class TeamCalendar
{
    /// <summary>The day that it is for the team at this moment.</summary>
    public static DateOnly DayOf(DateTimeOffset at, Policy policy) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone(policy)).DateTime);

    /// <summary>The first moment of a day of the team, in UTC. Where midnight does not exist (a clock change), the first moment after it.</summary>
    public static DateTimeOffset StartOf(DateOnly day, Policy policy)
    {
        var zone = Zone(policy);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <exception cref="TimeZoneNotFoundException">The policy names no known zone; <see cref="PolicyRules"/> refuses such a policy.</exception>
    public static TimeZoneInfo Zone(Policy policy) => TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone);
}
