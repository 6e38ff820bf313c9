using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>Reads policies that were in force before.</summary>
public static class PastPolicies
{
    /// <summary>The policy that was in force at a moment, and its version.</summary>
    public static async Task<(Policy Policy, int Version)> PolicyAtAsync(
        this TrackerDb db,
        DateTimeOffset at,
        CancellationToken cancel = default
    )
    {
        var then = await db
            .PolicyVersions.AsNoTracking()
            .Where(version => version.ChangedAt < at)
            .OrderByDescending(version => version.Version)
            .FirstOrDefaultAsync(cancel);
        return then is null ? (new Policy(), 0) : (then.Policy, then.Version);
    }

    public static async Task<Policy> PolicyOfVersionAsync(this TrackerDb db, int version, CancellationToken cancel = default) =>
        (await db.PolicyVersions.AsNoTracking().FirstOrDefaultAsync(v => v.Version == version, cancel))?.Policy ?? new Policy();

    /// <summary>
    /// The first moment after a day of the team, and the policy that was in force then. Where the day was rolled up, that moment is the one
    /// that was kept with it; else it is the day's end in the time zone of the policy then.
    /// </summary>
    public static async Task<(DateTimeOffset Until, Policy Policy, int Version)> EndOfAsync(
        this TrackerDb db,
        DateOnly day,
        CancellationToken cancel = default
    )
    {
        if (await db.RolledUpDays.AsNoTracking().FirstOrDefaultAsync(d => d.Day == day, cancel) is { } known)
            return (known.Until, await db.PolicyOfVersionAsync(known.PolicyVersion, cancel), known.PolicyVersion);
        var (present, _) = await db.CurrentPolicyAsync(cancel);
        // By the present zone first, which is nearly always the one of then too.
        var (then, version) = await db.PolicyAtAsync(TeamCalendar.StartOf(day.AddDays(1), present), cancel);
        var until = TeamCalendar.StartOf(day.AddDays(1), then);
        (then, version) = await db.PolicyAtAsync(until, cancel);
        return (until, then, version);
    }
}
