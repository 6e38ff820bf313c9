using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Makes the alerts of accounts equal to what they should be: one transaction for a set of accounts, whose rows are locked, so that of two
/// at once the second finds the work done. What a run did is written down with it.
/// </summary>
public sealed class AlertWrites(TrackerDb db, NoticeBoard notices)
{
    private const int MostNoticesByName = 5;

    /// <summary>Carries out what is to be done for these accounts now, in the caller's transaction or in one of its own.</summary>
    /// <param name="approved">Which of the plans are to be carried out; null: all.</param>
    /// <returns>How many accounts were touched.</returns>
    public async Task<int> ReconcileAsync(
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        IReadOnlyCollection<long> accountIds,
        Func<AlertPlan, bool>? approved = null,
        CancellationToken cancel = default
    )
    {
        if (accountIds.Count == 0)
            return 0;
        if (db.Database.CurrentTransaction is { } outer)
            return await InTransactionAsync(
                (NpgsqlTransaction)outer.GetDbTransaction(),
                run,
                playbook,
                context,
                accountIds,
                approved,
                cancel
            );
        var touched = await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var own = await db.Database.BeginTransactionAsync(cancel);
                var raw = (NpgsqlTransaction)own.GetDbTransaction();
                var done = await InTransactionAsync(raw, run, playbook, context, accountIds, approved, cancel);
                await own.CommitAsync(cancel);
                return done;
            }
        );
        // Its caller goes on with it, as it is now.
        db.ChangeTracker.Clear();
        await db.Entry(db.Attach(run).Entity).ReloadAsync(cancel);
        return touched;
    }

    private async Task<int> InTransactionAsync(
        NpgsqlTransaction transaction,
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        IReadOnlyCollection<long> accountIds,
        Func<AlertPlan, bool>? approved,
        CancellationToken cancel
    )
    {
        long[] ids = [.. accountIds];
        // In the order of their ids, as the one door locks them.
        await db.Database.ExecuteSqlAsync($"select 1 from accounts where id = any({ids}) order by id for no key update", cancel);
        var held = await db
            .Accounts.Where(a => ids.Contains(a.Id))
            .Where(PlaybookSubject.IsHeld(playbook.Name))
            .Select(a => a.Id)
            .ToListAsync(cancel);
        var desk = await db.TaskDeskAsync(cancel);
        var plans = await db.AlertPlansAsync(playbook, context, desk, [.. ids.Except(held)], tracked: true, cancel);
        if (approved is not null)
            plans.RemoveAll(plan => !approved(plan));
        if (plans.Count == 0)
            return 0;
        var raised = new List<(AccountTask Task, PlaybookSubject Account)>();
        foreach (var plan in plans)
        foreach (var change in plan.Changes)
            if (Apply(change, plan.Subject, playbook, context, desk, run.Id) is { } task)
                raised.Add((task, plan.Subject));
        var touched = await NoteAsync(plans, run, playbook, context, cancel);
        await db.SaveChangesAsync(cancel);
        await notices.TellManyAsync(
            [.. raised.Where(one => one.Task.AssigneeId is not null).GroupBy(one => one.Task.AssigneeId!.Value).SelectMany(NoticesOf)],
            cancel
        );
        var connection = transaction.Connection!;
        foreach (var payload in plans.Count == 1 ? [plans[0].Subject.AccountId] : new long?[] { null })
            await LiveChannel.NotifyAsync(connection, transaction, LiveChannel.Payload("accounts", payload), cancel);
        await LiveChannel.NotifyAsync(connection, transaction, LiveChannel.Payload("tasks"), cancel);
        return touched;
    }

    /// <returns>The task that somebody has to do now; null: it was only kept up to date, or closed.</returns>
    private AccountTask? Apply(
        AlertChange change,
        PlaybookSubject subject,
        Playbook playbook,
        RunContext context,
        TaskDesk desk,
        long runId
    )
    {
        var by = Actor.Playbook(playbook.Name);
        switch (change)
        {
            case AlertChange.Raise { Alert: var alert } raise:
                var raised = new AccountTask
                {
                    AccountId = subject.AccountId,
                    Title = alert.Title,
                    Kind = playbook.Alert!.Kind,
                    Occasion = alert.Occasion.ToString(),
                    Figures = alert.Figures,
                    AssigneeId = raise.AssigneeId,
                    AwayMemberId = TaskHolder.AwayOf(playbook.Alert!.Kind, subject.OwnerId, desk),
                    DueOn = alert.DueOn,
                    RunId = runId,
                    CreatedBy = by,
                    CreatedAt = context.Now,
                };
                db.Tasks.Add(raised);
                return raised;
            case AlertChange.Reopen { Task: var task, Alert: var alert } reopen:
                task.OpenAgain();
                (task.DueOn, task.AssigneeId, task.RunId) = (alert.DueOn, reopen.AssigneeId, runId);
                task.AwayMemberId = TaskHolder.AwayOf(playbook.Alert!.Kind, subject.OwnerId, desk);
                Refresh(task, alert);
                return task;
            case AlertChange.Update { Task: var task, Alert: var alert }:
                // Due another day only where the renewal moved: one that is due is not put off by looking at it again.
                if (task.TouchedAt is null && task.Figures?.RenewalOn != alert.Figures.RenewalOn)
                    task.DueOn = alert.DueOn;
                Refresh(task, alert);
                break;
            case AlertChange.Close { Task: var task, Closing: var closing }:
                task.CloseByItself(closing.State, closing.Because, by, context.Now);
                break;
        }
        return null;
    }

    /// <summary>A few by name; many at once, such as those of a first run, by their number.</summary>
    private static IEnumerable<(int, NoticeToTell)> NoticesOf(IGrouping<int, (AccountTask Task, PlaybookSubject Account)> raised)
    {
        if (raised.Count() <= MostNoticesByName)
            return raised.Select(one => NoticeOf(one.Task, one.Account));
        var first = raised.MinBy(one => one.Task.Id).Task;
        return
        [
            (
                raised.Key,
                new NoticeToTell
                {
                    Kind = NoticeKind.Alert,
                    Key = FormattableString.Invariant($"alerts {first.Id} run {first.RunId}"),
                    Title = FormattableString.Invariant($"{raised.Count()} alerts raised by {first.CreatedBy.Name}"),
                    Detail = $"{raised.First().Account.Name} and others",
                    Link = "/tasks",
                    By = first.CreatedBy,
                }
            ),
        ];
    }

    private static (int, NoticeToTell) NoticeOf(AccountTask task, PlaybookSubject account) =>
        (
            task.AssigneeId!.Value,
            new NoticeToTell
            {
                Kind = NoticeKind.Alert,
                // Opened again, it is told again.
                Key = FormattableString.Invariant($"alert {task.Id} run {task.RunId}"),
                Title = $"{account.Name}: {task.Title}",
                Detail = task.Figures?.Threshold,
                Link = FormattableString.Invariant($"/accounts/{task.AccountId}"),
                AccountId = task.AccountId,
                By = task.CreatedBy,
            }
        );

    private static void Refresh(AccountTask task, WantedAlert alert)
    {
        task.Figures = alert.Figures;
        if (task.TouchedAt is null)
            task.Title = alert.Title;
    }

    /// <summary>What the run did, account by account. One that it has touched before (it was cut off, and started again) is there already.</summary>
    private async Task<int> NoteAsync(
        List<AlertPlan> plans,
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel
    )
    {
        var ids = plans.ConvertAll(plan => plan.Subject.AccountId);
        var noted = await db
            .PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind == RunItemKind.Touched && ids.Contains(item.AccountId))
            .Select(item => item.AccountId)
            .ToListAsync(cancel);
        var fresh = plans.FindAll(plan => !noted.Contains(plan.Subject.AccountId));
        foreach (var plan in fresh)
            db.PlaybookRunItems.Add(ItemOf(plan, run.Id, RunItemKind.Touched, playbook, context));
        await db
            .PlaybookRuns.Where(r => r.Id == run.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Touched, r => r.Touched + fresh.Count), cancel);
        return fresh.Count;
    }

    /// <summary>An alert leaves the account in its stage: from and to are the same.</summary>
    public static PlaybookRunItem ItemOf(AlertPlan plan, long runId, RunItemKind kind, Playbook playbook, RunContext context) =>
        new()
        {
            RunId = runId,
            AccountId = plan.Subject.AccountId,
            Kind = kind,
            From = plan.Subject.Stage,
            To = plan.Subject.Stage,
            Reason = plan.Reason,
            Evidence = playbook.EvidenceOf(plan.Subject, context),
            LastTransitionId = plan.Subject.LastTransitionId,
        };
}
