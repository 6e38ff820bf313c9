using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>
/// Asks the owner "Sales is on it: hand off?" where that came about while the account was in the pipeline, and closes the question when it is
/// no longer so. It is no playbook of its own: new-lead, which says who is a lead and who no longer, signs it.
/// </summary>
public sealed class HandOffTasks(TrackerDb db)
{
    private static readonly Actor s_actor = Actor.Playbook(PlaybookNames.NewLead);

    /// <returns>How many tasks were raised or closed.</returns>
    public async Task<int> ReconcileAsync(
        RunContext context,
        Expression<Func<Account, bool>>? scope = null,
        CancellationToken cancel = default
    )
    {
        var accounts = db.Accounts.AsNoTracking();
        if (scope is not null)
            accounts = accounts.Where(scope);
        var ids = await accounts
            .Where(a =>
                (a.InWork && (a.SalesOwner != null || a.Plan == Plan.Annual))
                || db.Tasks.Any(t =>
                    t.AccountId == a.Id
                    && t.Kind == TaskKinds.HandOff
                    && t.Occasion != null
                    && (t.State == TaskState.Open || t.State == TaskState.Snoozed)
                )
            )
            .Select(a => a.Id)
            .ToListAsync(cancel);
        var changed = 0;
        foreach (var some in ids.Order().Chunk(1_000))
            changed += await WriteClash.RepeatAsync(db, () => SomeAsync(some, context, cancel));
        return changed;
    }

    private async Task<int> SomeAsync(long[] ids, RunContext context, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from accounts where id = any({ids}) order by id for no key update", cancel);
        string[] details = [DetailNames.SalesOwner, DetailNames.Plan];
        // What was known before it came into the pipeline has not come about since.
        var came = await db
            .Database.SqlQuery<long>(
                $"""
                select a.id as "Value" from accounts a
                where a.id = any({ids}) and a.in_work and exists (
                    select from account_changes c
                    where c.account_id = a.id and c.at > a.passage_began_at and c.at > a.created_at and jsonb_exists_any(c."values", {details}))
                """
            )
            .ToListAsync(cancel);
        var tasks = await db
            .Tasks.Where(t => ids.Contains(t.AccountId) && t.Kind == TaskKinds.HandOff && t.Occasion != null)
            .ToListAsync(cancel);
        var desk = await db.TaskDeskAsync(cancel);
        var changed = 0;
        foreach (
            var subject in await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(PlaybookSubject.Of).ToListAsync(cancel)
        )
        {
            var wanted = came.Contains(subject.AccountId) ? HandOffRule.Wanted(subject) : null;
            var known = tasks.FindAll(task => task.AccountId == subject.AccountId);
            foreach (var task in known.Where(task => task.IsLive && task.Occasion != wanted?.Occasion))
            {
                task.CloseByItself(TaskState.Canceled, "Sales is no longer on the account", s_actor, context.Now);
                changed++;
            }
            if (wanted is not { Occasion: var occasion, Details: var because })
                continue;
            if (known.Find(task => task.Occasion == occasion) is not { } present)
                db.Tasks.Add(
                    new AccountTask
                    {
                        AccountId = subject.AccountId,
                        Title = HandOffRule.Title,
                        Kind = TaskKinds.HandOff,
                        Occasion = occasion,
                        Details = because,
                        AssigneeId = TaskAssignment.For(TaskKinds.HandOff, subject.OwnerId, desk),
                        AwayMemberId = TaskHolder.AwayOf(TaskKinds.HandOff, subject.OwnerId, desk),
                        DueOn = context.Today,
                        CreatedBy = s_actor,
                        CreatedAt = context.Now,
                    }
                );
            else if (!present.IsLive && present.ClosedBy is { IsPerson: false })
                present.OpenAgain();
            else
                continue;
            changed++;
        }
        if (changed == 0)
            return 0;
        await db.SaveChangesAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", ids.Length == 1 ? ids[0] : null), cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("tasks"), cancel);
        await transaction.CommitAsync(cancel);
        return changed;
    }
}
