using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>
/// Keeps every open task with whom it belongs now: an absent person's with the fallback assignee, and back with its own when they are there
/// again (<see cref="TaskHolder"/>). It compares what is with what should be, so doing it twice, or late, changes nothing more.
/// </summary>
public sealed class AbsentTasks(TrackerDb db, TaskNotices notices, TimeProvider time)
{
    /// <summary>Signs what no person brought about.</summary>
    private static readonly Actor s_clock = Actor.Playbook("wake-tasks");

    /// <summary>In the caller's transaction; without one, in one of its own.</summary>
    /// <param name="by">Who brought it about; null: the calendar, and nobody is told.</param>
    /// <returns>How many tasks went to somebody else.</returns>
    public async Task<int> ReconcileAsync(Actor? by, CancellationToken cancel = default)
    {
        if (db.Database.CurrentTransaction is { } outer)
            return await InTransactionAsync(outer, by, cancel);
        await using var own = await db.Database.BeginTransactionAsync(cancel);
        // Who is there does not change while it looks.
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)own.GetDbTransaction(), TeamChanges.LockName, cancel);
        var moved = await InTransactionAsync(own, by, cancel);
        await own.CommitAsync(cancel);
        return moved;
    }

    /// <summary>How many open tasks are somebody's, those that a stand-in has for them as well.</summary>
    public static Task<int> OfAsync(TrackerDb db, int memberId, CancellationToken cancel = default) =>
        db.Tasks.CountAsync(
            t =>
                (t.State == TaskState.Open || t.State == TaskState.Snoozed)
                && (t.AwayMemberId == memberId || (t.AssigneeId == memberId && t.AwayMemberId == null)),
            cancel
        );

    /// <summary>Gives all open tasks of somebody who leaves to another, or to nobody; those that a stand-in has for them as well.</summary>
    public Task<int> HandOverAsync(int from, int? to, Actor by, CancellationToken cancel = default) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with theirs as (
                select id from tasks
                where state in ('open', 'snoozed') and (away_member_id = {from} or (assignee_id = {from} and away_member_id is null))
                order by id for update)
            update tasks t set assignee_id = {to}, away_member_id = null, changed_by = {by.ToString()},
                changed_at = greatest({time.GetUtcNow()}, t.changed_at + interval '1 microsecond')
            from theirs where t.id = theirs.id
            """,
            cancel
        );

    /// <summary>
    /// Keeps these people as they are until the transaction ends: whoever marks one of them absent waits, and finds the task that is being
    /// given to them.
    /// </summary>
    public static async Task<TaskDesk> HoldDeskAsync(TrackerDb db, IEnumerable<int?> assignees, CancellationToken cancel = default)
    {
        var ids = assignees.OfType<int>().Distinct().ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            select 1 from members
            where id = any({ids}) or id = (select fallback_assignee_id from team_settings)
            order by id for share
            """,
            cancel
        );
        return await db.TaskDeskAsync(cancel);
    }

    private async Task<int> InTransactionAsync(IDbContextTransaction transaction, Actor? by, CancellationToken cancel)
    {
        // Rows are locked in the order of their ids; one that somebody is changing is waited for, and looked at as it is then.
        var moved = await db
            .Database.SqlQuery<long>(
                $"""
                with away as (select id from members where active and absent),
                standin as (
                    select m.id from team_settings s join members m on m.id = s.fallback_assignee_id where m.active and not m.absent),
                live as (
                    select id, coalesce(away_member_id, assignee_id) as whose from tasks
                    where state in ('open', 'snoozed') and (away_member_id is not null or assignee_id in (select id from away))
                    order by id for update),
                wanted as (
                    select l.id, case when a.id is not null and s.id <> l.whose then s.id else l.whose end as holder,
                        case when a.id is not null and s.id <> l.whose then l.whose end as for_whom
                    from live l left join away a on a.id = l.whose left join standin s on true)
                update tasks t set assignee_id = w.holder, away_member_id = w.for_whom, changed_by = {(by ?? s_clock).ToString()},
                    changed_at = greatest({time.GetUtcNow()}, t.changed_at + interval '1 microsecond')
                from wanted w
                where t.id = w.id and (t.assignee_id is distinct from w.holder or t.away_member_id is distinct from w.for_whom)
                returning t.id as "Value"
                """
            )
            .ToListAsync(cancel);
        if (moved.Count == 0)
            return 0;
        if (by is { } actor)
            await notices.TellAsync(
                await db.Tasks.AsNoTracking().Where(t => moved.Contains(t.Id)).OrderBy(t => t.Id).ToListAsync(cancel),
                actor,
                cancel
            );
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts"), cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("tasks"), cancel);
        return moved.Count;
    }
}

public static class AbsentWorkQuery
{
    /// <summary>Of each member who is away: how many open tasks they keep, and how many somebody has for them.</summary>
    public static async Task<IReadOnlyDictionary<int, (int Kept, int Covered)>> AbsentWorkAsync(
        this TrackerDb db,
        CancellationToken cancel = default
    )
    {
        var away = await db.Members.Where(m => m.Active && m.Absent).Select(m => (int?)m.Id).ToListAsync(cancel);
        if (away.Count == 0)
            return new Dictionary<int, (int, int)>();
        var counts = await db
            .Tasks.Where(t => t.State == TaskState.Open || t.State == TaskState.Snoozed)
            .Where(t => away.Contains(t.AwayMemberId) || (t.AwayMemberId == null && away.Contains(t.AssigneeId)))
            .GroupBy(t => new { Whose = t.AwayMemberId ?? t.AssigneeId, Covered = t.AwayMemberId != null })
            .Select(tasks => new
            {
                tasks.Key.Whose,
                tasks.Key.Covered,
                Count = tasks.Count(),
            })
            .ToListAsync(cancel);
        return counts
            .GroupBy(count => count.Whose!.Value)
            .ToDictionary(
                group => group.Key,
                group => (group.Where(c => !c.Covered).Sum(c => c.Count), group.Where(c => c.Covered).Sum(c => c.Count))
            );
    }
}
