namespace OnboardingTracker.Domain.Policies;

/// <summary>The team's days. Renewals are calendar days in the team's time zone; DST and month ends change nothing.</summary>
public static class TeamCalendar
{
    /// <summary>The day that it is for the team at this moment.</summary>
    public static DateOnly DayOf(DateTimeOffset at, Policy policy) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone(policy)).DateTime);

    /// <summary>The first moment of a day of the team, in UTC. Where midnight does not exist (a clock change), the first moment after it.</summary>
    public static DateTimeOffset StartOf(DateOnly day, Policy policy) => At(day.ToDateTime(TimeOnly.MinValue), Zone(policy));

    /// <summary>The next time after a moment at which a clock of the team shows this time of day, in UTC.</summary>
    public static DateTimeOffset Next(TimeOnly time, DateTimeOffset after, Policy policy)
    {
        for (var day = DayOf(after, policy); ; day = day.AddDays(1))
        {
            var at = At(day.ToDateTime(time), Zone(policy));
            if (at > after)
                return at;
        }
    }

    /// <exception cref="TimeZoneNotFoundException">The policy names no known zone; <see cref="PolicyRules"/> refuses such a policy.</exception>
    public static TimeZoneInfo Zone(Policy policy) => TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone);

    /// <summary>When a clock shows a time, in UTC: of one that comes twice the first; of one that does not come at all the first moment after it.</summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
