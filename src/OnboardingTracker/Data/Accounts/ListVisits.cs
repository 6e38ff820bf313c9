using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Accounts;

/// <summary>
/// When a member last looked. A visit lasts while looks come within half an hour of each other; what entered since the visit before is
/// new, and stays marked until this visit has ended too.
/// </summary>
public static class ListVisits
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>How exactly the last look is kept: not every look has to be written.</summary>
    private static readonly TimeSpan s_precision = TimeSpan.FromMinutes(1);

    /// <summary>The end of the visit before; null: this is the first one, and nothing is new.</summary>
    /// <param name="looking">False: the page refreshed itself, nobody need be there.</param>
    public static async Task<DateTimeOffset?> NewSinceAsync(
        this TrackerDb db,
        int memberId,
        DateTimeOffset now,
        bool looking,
        CancellationToken cancel = default
    )
    {
        var visit = await db.ListVisits.AsNoTracking().FirstOrDefaultAsync(v => v.MemberId == memberId, cancel);
        var isOver = visit is not null && visit.SeenAt < now - Pause;
        if (looking && (visit is null || visit.SeenAt < now - s_precision))
            // Two tabs at once: the later look counts, and a visit ends once.
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into list_visits as v (member_id, seen_at) values ({memberId}, {now})
                on conflict (member_id) do update set
                    previous_at = case when v.seen_at < {now - Pause} then v.seen_at else v.previous_at end,
                    seen_at = greatest(v.seen_at, excluded.seen_at)
                """,
                cancel
            );
        return isOver ? visit!.SeenAt : visit?.PreviousAt;
    }
}
