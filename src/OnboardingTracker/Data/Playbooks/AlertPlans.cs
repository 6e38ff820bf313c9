using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Finds the accounts whose alerts a playbook has to look at, and plans what is to be done about them.</summary>
public static class AlertPlans
{
    /// <summary>
    /// The accounts on which all conditions hold, and those that have an alert which may have to be changed or closed. Of most of them the
    /// alerts are as they should be: a plan says of which not.
    /// </summary>
    /// <param name="held">Those that a hold keeps the playbook away from, instead of the others.</param>
    public static IQueryable<long> AlertCandidates(
        this TrackerDb db,
        Playbook playbook,
        RunContext context,
        Expression<Func<Account, bool>>? scope = null,
        bool held = false
    )
    {
        var kind = playbook.Alert!.Kind;
        var due = held ? db.HeldBack(playbook, context, scope) : db.Due(playbook, context, scope);
        var accounts = db.Accounts.AsNoTracking();
        if (scope is not null)
            accounts = accounts.Where(scope);
        accounts = held ? accounts.Where(PlaybookSubject.IsHeld(playbook.Name)) : accounts.NotHeld(playbook);
        var having = accounts.Where(account =>
            db.Tasks.Any(task =>
                task.AccountId == account.Id
                && task.Kind == kind
                && task.Occasion != null
                && (task.State == TaskState.Open || task.State == TaskState.Snoozed)
            )
        );
        return due.Select(subject => subject.AccountId).Union(having.Select(account => account.Id));
    }

    /// <summary>Plans for these accounts, in a few queries for all of them; those that need nothing are left out.</summary>
    /// <param name="tracked">Whether the tasks are to be changed by this context.</param>
    public static async Task<List<AlertPlan>> AlertPlansAsync(
        this TrackerDb db,
        Playbook playbook,
        RunContext context,
        TaskDesk desk,
        IReadOnlyCollection<long> accountIds,
        bool tracked,
        CancellationToken cancel
    )
    {
        var subjects = await db.SubjectsWithAlertsAsync(accountIds, tracked, cancel);
        return [.. subjects.Select(subject => AlertPlan.For(playbook, subject, context, desk)).Where(plan => plan.Changes.Count > 0)];
    }

    /// <summary>Subjects with their bills and their alerts.</summary>
    public static async Task<List<PlaybookSubject>> SubjectsWithAlertsAsync(
        this TrackerDb db,
        IReadOnlyCollection<long> accountIds,
        bool tracked,
        CancellationToken cancel
    )
    {
        var ids = accountIds.ToList();
        var subjects = await db
            .Accounts.AsNoTracking()
            .Where(account => ids.Contains(account.Id))
            .OrderBy(account => account.Id)
            .Select(PlaybookSubject.Of)
            .ToListAsync(cancel);
        var invoices = (await db.Invoices.AsNoTracking().Where(i => ids.Contains(i.AccountId)).ToListAsync(cancel)).ToLookup(i =>
            i.AccountId
        );
        var subscriptions = (await db.Subscriptions.AsNoTracking().Where(s => ids.Contains(s.AccountId)).ToListAsync(cancel)).ToLookup(s =>
            s.AccountId
        );
        var kinds = TaskKinds.Alerts;
        var tasks = (tracked ? db.Tasks.AsTracking() : db.Tasks.AsNoTracking()).Where(task =>
            ids.Contains(task.AccountId) && kinds.Contains(task.Kind) && task.Occasion != null
        );
        var alerts = (await tasks.OrderBy(task => task.Id).ToListAsync(cancel)).ToLookup(task => task.AccountId);
        foreach (var subject in subjects)
        {
            subject.Invoices = [.. invoices[subject.AccountId]];
            subject.Subscriptions = [.. subscriptions[subject.AccountId]];
            subject.Alerts = [.. alerts[subject.AccountId]];
        }
        return subjects;
    }
}
