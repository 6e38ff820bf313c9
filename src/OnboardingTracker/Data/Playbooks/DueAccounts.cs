using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>The accounts that a playbook concerns now: its conditions as one query.</summary>
public static class DueAccounts
{
    /// <summary>Those that it would move: every condition holds, and no hold keeps it away.</summary>
    public static IQueryable<PlaybookSubject> Due(
        this TrackerDb db,
        Playbook playbook,
        RunContext context,
        Expression<Func<Account, bool>>? scope = null
    ) => db.Scoped(scope).NotHeld(playbook).Select(db.SubjectOf(playbook)).Matching(playbook.Conditions, context);

    /// <summary>Those that it would move if no hold kept it away.</summary>
    public static IQueryable<PlaybookSubject> HeldBack(
        this TrackerDb db,
        Playbook playbook,
        RunContext context,
        Expression<Func<Account, bool>>? scope = null
    ) =>
        db.Scoped(scope).Where(PlaybookSubject.IsHeld(playbook.Name)).Select(db.SubjectOf(playbook)).Matching(playbook.Conditions, context);

    /// <summary>
    /// Those that it may concern on some day of a span, held or not, if nothing but the calendar changes: a few more than on one of its days.
    /// </summary>
    public static IQueryable<PlaybookSubject> DueWithin(
        this TrackerDb db,
        Playbook playbook,
        RunContext first,
        RunContext last,
        Expression<Func<Account, bool>>? scope = null
    ) =>
        playbook.Conditions.Aggregate(
            db.Scoped(scope).Select(db.SubjectOf(playbook)),
            (matching, condition) => matching.Where(condition.OnSomeDay(first, last))
        );

    /// <summary>The accounts on which all conditions hold.</summary>
    public static IQueryable<PlaybookSubject> Matching(
        this IQueryable<Account> accounts,
        IEnumerable<Condition> conditions,
        RunContext context
    ) => accounts.Select(PlaybookSubject.Of).Matching(conditions, context);

    /// <summary>The subjects on which all conditions hold.</summary>
    public static IQueryable<PlaybookSubject> Matching(
        this IQueryable<PlaybookSubject> subjects,
        IEnumerable<Condition> conditions,
        RunContext context
    ) => conditions.Aggregate(subjects, (matching, condition) => matching.Where(condition.In(context)));

    /// <summary>What it looks at: alerts look at bills too, and surveys at who can be asked.</summary>
    public static Expression<Func<Account, PlaybookSubject>> SubjectOf(this TrackerDb db, Playbook playbook) =>
        playbook.Effect switch
        {
            PlaybookEffect.RaisesAlerts => PlaybookSubject.WithBills,
            PlaybookEffect.SendsSurvey => SurveySubjects.Of(db),
            _ => PlaybookSubject.Of,
        };

    /// <summary>The accounts that no hold keeps a playbook away from.</summary>
    public static IQueryable<Account> NotHeld(this IQueryable<Account> accounts, Playbook playbook) =>
        accounts.Where(Not(PlaybookSubject.IsHeld(playbook.Name)));

    /// <summary>What a move by this playbook stands on.</summary>
    public static Evidence EvidenceOf(this Playbook playbook, PlaybookSubject subject, RunContext context) =>
        new(
            context.Today,
            [.. playbook.Explain(subject, context).Select(result => new EvidenceFact(result.Name, result.Value))],
            context.PolicyVersion,
            playbook.BySignals && subject.SignalPlaybook == playbook.Name && subject.SignalId is { } signal ? [signal] : null
        );

    private static IQueryable<Account> Scoped(this TrackerDb db, Expression<Func<Account, bool>>? scope)
    {
        var accounts = db.Accounts.AsNoTracking();
        return scope is null ? accounts : accounts.Where(scope);
    }

    private static Expression<Func<Account, bool>> Not(Expression<Func<Account, bool>> test) =>
        Expression.Lambda<Func<Account, bool>>(Expression.Not(test.Body), test.Parameters);
}
