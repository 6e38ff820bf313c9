using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Every night: drops raw payloads that are older than the policy says; what was read of them stays.
/// Enqueued twice: the second finds nothing left. Run together: each row is dropped once, locked rows are passed over. Cut off half-way:
/// each batch is a statement of its own, and the next night does the rest.
/// </summary>
public sealed class DropRawPayloadsJob(TrackerDb db, TimeProvider time)
{
    private const int BatchSize = 5000;

    /// <returns>How many were dropped.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var before = time.GetUtcNow().AddDays(-policy.RawPayloadDays);
        for (var dropped = 0; ; )
        {
            var batch = await db.Database.ExecuteSqlAsync(
                $"""
                update signals set raw = null where id in (
                    select id from signals where raw is not null and received_at < {before}
                    order by received_at limit {BatchSize} for update skip locked)
                """,
                cancel
            );
            dropped += batch;
            if (batch < BatchSize)
                return dropped;
        }
    }
}
