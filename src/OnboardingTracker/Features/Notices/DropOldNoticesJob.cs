using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.Notices;

/// <summary>
/// Every night: drops notices that were read, or never stood in the app, and their mails, when they are old. What nobody has read stays.
/// Enqueued twice: the second finds nothing left. Run together: locked rows are passed over. Cut off half-way: each batch is a statement
/// of its own, and the next night does the rest.
/// </summary>
public sealed class DropOldNoticesJob(TrackerDb db, TimeProvider time)
{
    public const int DaysKept = 180;

    private const int BatchSize = 5000;

    /// <returns>How many notices were dropped.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow().AddDays(-DaysKept);
        var dropped = await InBatchesAsync(
            $"""
            delete from notices where id in (
                select id from notices where (read_at is not null or not in_app) and created_at < {before}
                order by created_at limit {BatchSize} for update skip locked)
            """,
            cancel
        );
        await InBatchesAsync(
            $"""
            delete from outgoing_mails where id in (
                select id from outgoing_mails where kind in ('notice', 'digest') and next_attempt_at is null and created_at < {before}
                order by created_at limit {BatchSize} for update skip locked)
            """,
            cancel
        );
        return dropped;
    }

    private async Task<int> InBatchesAsync(FormattableString delete, CancellationToken cancel)
    {
        for (var dropped = 0; ; )
        {
            var batch = await db.Database.ExecuteSqlAsync(delete, cancel);
            dropped += batch;
            if (batch < BatchSize)
                return dropped;
        }
    }
}
