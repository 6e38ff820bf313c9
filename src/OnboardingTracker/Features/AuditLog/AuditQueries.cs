using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;

namespace OnboardingTracker.Features.AuditLog;

internal static class AuditQueries
{
    /// <summary>The entries whose actor, action or subject is like a pattern. In SQL, since the actor is stored as text and read as a value.</summary>
    public static IQueryable<AuditEntry> MatchingAudit(this TrackerDb db, string pattern) =>
        db.AuditEntries.FromSql(
            $"select * from audit_entries where actor ilike {pattern} or action ilike {pattern} or subject ilike {pattern}"
        );
}
