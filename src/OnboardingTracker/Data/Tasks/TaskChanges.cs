using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>A task as somebody wishes it; what is not given stays as it is.</summary>
public sealed record TaskEdit
{
    public Optional<string> Title { get; init; }

    public Optional<DateOnly?> DueOn { get; init; }

    public Optional<int?> AssigneeId { get; init; }

    public Optional<TaskState> State { get; init; }

    /// <summary>The team's day on which it wakes; puts it to sleep where no state is given.</summary>
    public Optional<DateOnly?> SnoozedUntil { get; init; }

    /// <summary>The version that the person saw; null: whichever.</summary>
    public uint? Version { get; init; }
}

/// <summary>How a change of a task ended.</summary>
public abstract record TaskResult
{
    private TaskResult() { }

    public sealed record Saved(AccountTask Task) : TaskResult;

    public sealed record NotFound : TaskResult;

    /// <summary>Somebody else changed it meanwhile: this is what it is now.</summary>
    public sealed record Conflict(AccountTask Now) : TaskResult;

    /// <param name="Field">In the API's words.</param>
    public sealed record Invalid(string Field, string Message) : TaskResult;
}

/// <summary>Adds and changes tasks. Of two people at once the second is told; nothing is silently overwritten.</summary>
public sealed class TaskChanges(TrackerDb db, TaskNotices notices, TimeProvider time)
{
    /// <summary>Signs what the calendar alone did.</summary>
    private static readonly Actor? s_clock = Actor.Playbook("wake-tasks");

    public async Task<AccountTask> AddAsync(
        long accountId,
        string title,
        string kind,
        DateOnly? dueOn,
        int? assigneeId,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        var task = new AccountTask
        {
            AccountId = accountId,
            Title = title,
            Kind = kind,
            DueOn = dueOn,
            AssigneeId = assigneeId,
            CreatedBy = actor,
            CreatedAt = time.GetUtcNow(),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        (task.AssigneeId, task.AwayMemberId) = TaskHolder.Of(assigneeId, await AbsentTasks.HoldDeskAsync(db, [assigneeId], cancel));
        db.Tasks.Add(task);
        await SaveAsync(transaction, task, given: true, actor, cancel);
        return task;
    }

    /// <summary>Adds a follow-up of an occasion, such as a form that was sent: of the same one there is one task, whatever became of it.</summary>
    public async Task AddOnceAsync(
        long accountId,
        string title,
        DateOnly? dueOn,
        int? assigneeId,
        string occasion,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        var task = new AccountTask
        {
            AccountId = accountId,
            Title = title,
            Kind = TaskKinds.FollowUp,
            DueOn = dueOn,
            AssigneeId = assigneeId,
            Occasion = occasion,
            CreatedBy = actor,
            CreatedAt = time.GetUtcNow(),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        (task.AssigneeId, task.AwayMemberId) = TaskHolder.Of(assigneeId, await AbsentTasks.HoldDeskAsync(db, [assigneeId], cancel));
        db.Tasks.Add(task);
        try
        {
            await SaveAsync(transaction, task, given: true, actor, cancel);
        }
        catch (DbUpdateException twice) when (twice.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
        }
    }

    public async Task<TaskResult> ChangeAsync(long taskId, TaskEdit edit, Actor actor, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var desk = await AbsentTasks.HoldDeskAsync(db, [edit.AssigneeId.Value], cancel);
        if (await db.Tasks.FirstOrDefaultAsync(t => t.Id == taskId, cancel) is not { } task)
            return new TaskResult.NotFound();
        if (edit.Version is { } seen && seen != task.RowVersion)
            return new TaskResult.Conflict(task);
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var assignee = task.AssigneeId;
        if (Apply(task, edit, actor, now, TeamCalendar.DayOf(now, policy)) is { } invalid)
        {
            db.ChangeTracker.Clear();
            return invalid;
        }
        Settle(task, edit, desk, evenIfTheirs: false);
        if (actor.IsPerson && db.Entry(task).State == EntityState.Modified)
            (task.TouchedAt, task.TouchedBy) = (now, actor);
        if (db.Entry(task).State == EntityState.Modified)
            Sign(task, actor, now);
        try
        {
            await SaveAsync(transaction, task, task.AssigneeId != assignee, actor, cancel);
            return new TaskResult.Saved(task);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return await db.Tasks.AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId, cancel) is { } other
                ? new TaskResult.Conflict(other)
                : new TaskResult.NotFound();
        }
    }

    /// <summary>Wakes what was to sleep until today or an earlier day of the team.</summary>
    /// <returns>How many woke.</returns>
    public async Task<int> WakeAsync(CancellationToken cancel = default)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var now = time.GetUtcNow();
        var today = TeamCalendar.DayOf(now, policy);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var woken = await db
            .Tasks.Where(t => t.State == TaskState.Snoozed && t.SnoozedUntil <= today)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(t => t.State, TaskState.Open)
                        .SetProperty(t => t.SnoozedUntil, (DateOnly?)null)
                        .SetProperty(t => t.ChangedAt, now)
                        .SetProperty(t => t.ChangedBy, s_clock),
                cancel
            );
        if (woken > 0)
        {
            var own = (NpgsqlTransaction)transaction.GetDbTransaction();
            await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("tasks"), cancel);
        }
        await transaction.CommitAsync(cancel);
        return woken;
    }

    internal static TaskResult.Invalid? Apply(AccountTask task, TaskEdit edit, Actor actor, DateTimeOffset now, DateOnly today)
    {
        if (edit.Title.IsGiven)
            task.Title = edit.Title.Value;
        if (edit.DueOn.IsGiven)
            task.DueOn = edit.DueOn.Value;
        var until = edit.SnoozedUntil.IsGiven ? edit.SnoozedUntil.Value : task.SnoozedUntil;
        var state =
            edit.State.IsGiven ? edit.State.Value
            : edit.SnoozedUntil.IsGiven ? (until is null ? TaskState.Open : TaskState.Snoozed)
            : task.State;
        if (state == TaskState.Snoozed && (until is null || until <= today) && (edit.State.IsGiven || edit.SnoozedUntil.IsGiven))
            return new("snoozedUntil", "Must be a day after today.");
        if (state == task.State && state != TaskState.Snoozed)
            return null;
        var closes = state is TaskState.Done or TaskState.Canceled;
        task.State = state;
        task.SnoozedUntil = state == TaskState.Snoozed ? until : null;
        task.ClosedAt = closes ? now : null;
        task.ClosedBy = closes ? actor : null;
        task.ClosedBecause = null;
        return null;
    }

    /// <summary>Its history knows a signed change by a new time.</summary>
    internal static void Sign(AccountTask task, Actor actor, DateTimeOffset now) =>
        (task.ChangedBy, task.ChangedAt) = (actor, now > task.ChangedAt ? now : (task.ChangedAt ?? now).AddMicroseconds(1));

    /// <summary>Gives a task to whom the edit says, and an absent person's to who stands in.</summary>
    /// <param name="evenIfTheirs">Who has it for somebody else is given it for themselves; otherwise that changes nothing.</param>
    internal static void Settle(AccountTask task, TaskEdit edit, TaskDesk desk, bool evenIfTheirs)
    {
        if (edit.AssigneeId is { IsGiven: true, Value: var to } && (evenIfTheirs || to != task.AssigneeId))
            (task.AssigneeId, task.AwayMemberId) = (to, null);
        if (task.IsLive)
            (task.AssigneeId, task.AwayMemberId) = TaskHolder.Of(task.AwayMemberId ?? task.AssigneeId, desk);
    }

    private async Task SaveAsync(IDbContextTransaction transaction, AccountTask task, bool given, Actor actor, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        if (given)
            await notices.TellAsync([task], actor, cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", task.AccountId), cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("tasks"), cancel);
        await transaction.CommitAsync(cancel);
    }
}
