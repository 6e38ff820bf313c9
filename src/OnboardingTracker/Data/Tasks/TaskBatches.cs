using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>
/// Changes several tasks in one transaction: all that are still as they were seen, and none that somebody else changed meanwhile. Asked twice,
/// the second finds them so already.
/// </summary>
public sealed class TaskBatches(TrackerDb db, TaskNotices notices, TimeProvider time)
{
    /// <param name="edit">What an undo puts back is a state, a day to sleep until and an assignee.</param>
    public async Task<TaskBatch> ChangeAsync(IReadOnlyList<SeenTask> seen, TaskEdit edit, Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var today = TeamCalendar.DayOf(now, policy);
        if (edit.SnoozedUntil is { IsGiven: true, Value: { } until } && until <= today)
            return TaskBatch.Refused("Choose a day after today.");
        return await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var desk = await AbsentTasks.HoldDeskAsync(db, [edit.AssigneeId.Value], cancel);
                var tasks = await LockAsync([.. seen.Select(task => task.Id)], cancel);
                var changed = new List<(AccountTask Task, FormerTask Former)>();
                var (already, meanwhile) = (new List<AccountTask>(), new List<AccountTask>());
                foreach (var task in tasks)
                {
                    if (IsSo(task, edit))
                        already.Add(task);
                    else if (seen.First(one => one.Id == task.Id).Version is { } version && version != task.RowVersion)
                        meanwhile.Add(task);
                    else
                    {
                        var former = new FormerTask(task.Id, 0, task.SnoozedUntil, task.AwayMemberId ?? task.AssigneeId);
                        if (TaskChanges.Apply(task, edit, actor, now, today) is { } invalid)
                            return TaskBatch.Refused(invalid.Message);
                        TaskChanges.Settle(task, edit, desk, evenIfTheirs: true);
                        changed.Add((task, former));
                    }
                }
                await SaveAsync(transaction, [.. changed.Select(one => one.Task)], edit.AssigneeId.IsGiven, actor, cancel);
                return new TaskBatch(
                    [.. changed.Select(one => one.Task)],
                    [.. changed.Select(one => one.Former with { Version = one.Task.RowVersion })],
                    already,
                    meanwhile
                );
            }
        );
    }

    /// <summary>Takes a change back where nobody has changed the task since.</summary>
    public async Task<TaskBatch> UndoAsync(IReadOnlyList<FormerTask> former, Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var today = TeamCalendar.DayOf(now, policy);
        return await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var desk = await AbsentTasks.HoldDeskAsync(db, former.Select(task => task.AssigneeId), cancel);
                var tasks = await LockAsync([.. former.Select(task => task.Id)], cancel);
                var (changed, already, meanwhile) = (new List<AccountTask>(), new List<AccountTask>(), new List<AccountTask>());
                foreach (var task in tasks)
                {
                    var was = former.First(one => one.Id == task.Id);
                    var state = was.SnoozedUntil > today ? TaskState.Snoozed : TaskState.Open;
                    var edit = new TaskEdit
                    {
                        State = state,
                        SnoozedUntil = state == TaskState.Snoozed ? was.SnoozedUntil : null,
                        AssigneeId = desk.IsActive(was.AssigneeId) ? was.AssigneeId : null,
                    };
                    if (IsSo(task, edit))
                        already.Add(task);
                    else if (task.RowVersion != was.Version)
                        meanwhile.Add(task);
                    else if (TaskChanges.Apply(task, edit, actor, now, today) is null)
                    {
                        TaskChanges.Settle(task, edit, desk, evenIfTheirs: true);
                        changed.Add(task);
                    }
                }
                await SaveAsync(transaction, changed, given: false, actor, cancel);
                return new TaskBatch(changed, [], already, meanwhile);
            }
        );
    }

    /// <summary>In the order of their ids, so that two at once do not wait for each other in a circle.</summary>
    private Task<List<AccountTask>> LockAsync(long[] ids, CancellationToken cancel) =>
        db.Tasks.FromSql($"select t.*, t.xmin from tasks t where id = any({ids}) order by id for update").ToListAsync(cancel);

    private static bool IsSo(AccountTask task, TaskEdit edit) =>
        (!edit.State.IsGiven || edit.State.Value == task.State)
        && (!edit.Title.IsGiven || edit.Title.Value == task.Title)
        && (!edit.DueOn.IsGiven || edit.DueOn.Value == task.DueOn)
        && (!edit.SnoozedUntil.IsGiven || edit.SnoozedUntil.Value == task.SnoozedUntil)
        && (!edit.AssigneeId.IsGiven || edit.AssigneeId.Value == (task.AwayMemberId ?? task.AssigneeId));

    private async Task SaveAsync(
        IDbContextTransaction transaction,
        List<AccountTask> changed,
        bool given,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (changed.Count == 0)
            return;
        var now = time.GetUtcNow();
        foreach (var task in changed)
        {
            TaskChanges.Sign(task, actor, now);
            if (actor.IsPerson)
                (task.TouchedAt, task.TouchedBy) = (now, actor);
        }
        await db.SaveChangesAsync(cancel);
        if (given)
            await notices.TellAsync(changed, actor, cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        var accounts = changed.Select(task => task.AccountId).Distinct().ToList();
        await LiveChannel.NotifyAsync(
            own.Connection!,
            own,
            LiveChannel.Payload("accounts", accounts.Count == 1 ? accounts[0] : null),
            cancel
        );
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("tasks"), cancel);
        await transaction.CommitAsync(cancel);
    }
}
