using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.AuditLog;

/// <summary>Which entries to show: all of these hold. The address has them, so a link shows the same.</summary>
/// <param name="Q">Part of who did it, what was done or what it was done to; case does not matter.</param>
/// <param name="From">First day, the team's.</param>
/// <param name="To">Last day.</param>
public sealed record AuditFilter(string? Q, DateOnly? From, DateOnly? To)
{
    public bool IsSet => !string.IsNullOrWhiteSpace(Q) || From is not null || To is not null;

    public IQueryable<AuditEntry> On(TrackerDb db, Policy policy)
    {
        var entries = db.AuditEntries.AsQueryable();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = $"%{Escaped(Q.Trim())}%";
            entries = db.MatchingAudit(pattern);
        }
        if (From is { } from)
        {
            var start = TeamCalendar.StartOf(from, policy);
            entries = entries.Where(entry => entry.At >= start);
        }
        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = TeamCalendar.StartOf(to.AddDays(1), policy);
            entries = entries.Where(entry => entry.At < end);
        }
        return entries;
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
