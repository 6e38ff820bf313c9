using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>When the team's days began and ended: those that are rolled up as they were kept, the others by the policy.</summary>
public sealed class DayBounds
{
    private readonly Dictionary<DateOnly, DateTimeOffset> _ends;
    private readonly Policy _policy;

    private DayBounds(Dictionary<DateOnly, DateTimeOffset> ends, Policy policy) => (_ends, _policy) = (ends, policy);

    public static async Task<DayBounds> ReadAsync(TrackerDb db, DaySpan days, Policy policy, CancellationToken cancel)
    {
        var before = days.From.AddDays(-1);
        var ends = await db
            .RolledUpDays.AsNoTracking()
            .Where(day => day.Day >= before && day.Day <= days.To)
            .ToDictionaryAsync(day => day.Day, day => day.Until, cancel);
        return new(ends, policy);
    }

    /// <summary>The first moment after the day.</summary>
    public DateTimeOffset End(DateOnly day) => _ends.TryGetValue(day, out var end) ? end : TeamCalendar.StartOf(day.AddDays(1), _policy);

    /// <summary>The day's first moment.</summary>
    public DateTimeOffset Start(DateOnly day) => End(day.AddDays(-1));
}
