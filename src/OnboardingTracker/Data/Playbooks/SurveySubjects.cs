using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Subjects with what the satisfaction survey looks at: how the stage was reached, whether it was asked, and whom one could ask.</summary>
public static class SurveySubjects
{
    public static Expression<Func<Account, PlaybookSubject>> Of(TrackerDb db)
    {
        Expression<Func<Account, bool>> takenOver = account =>
            db.Transitions.Any(t => t.AccountId == account.Id && t.Migrated && t.To == account.Stage && t.At == account.StageEnteredAt);
        Expression<Func<Account, DateTimeOffset?>> asked = account =>
            db.Surveys.Where(s => s.AccountId == account.Id).Select(s => (DateTimeOffset?)s.AskedAt).FirstOrDefault();
        Expression<Func<Account, bool>> contact = account =>
            db.Contacts.Any(c =>
                c.AccountId == account.Id && c.BouncedAt == null && !db.SurveyOptOuts.Any(optOut => optOut.Email == c.Email)
            );
        var (account, projection) = (PlaybookSubject.Of.Parameters[0], (MemberInitExpression)PlaybookSubject.Of.Body);
        MemberBinding[] more =
        [
            Bind(nameof(PlaybookSubject.TakenOver), takenOver),
            Bind(nameof(PlaybookSubject.SurveyAskedAt), asked),
            Bind(nameof(PlaybookSubject.HasSurveyContact), contact),
        ];
        return Expression.Lambda<Func<Account, PlaybookSubject>>(
            projection.Update(projection.NewExpression, projection.Bindings.Concat(more)),
            account
        );

        MemberAssignment Bind(string name, LambdaExpression value) =>
            Expression.Bind(
                typeof(PlaybookSubject).GetProperty(name)!,
                ReplacingExpressionVisitor.Replace(value.Parameters[0], account, value.Body)
            );
    }

    /// <summary>Subjects with everything that any playbook looks at, for people who ask why.</summary>
    public static async Task<List<PlaybookSubject>> SubjectsToExplainAsync(
        this TrackerDb db,
        IReadOnlyCollection<long> accountIds,
        CancellationToken cancel
    )
    {
        var subjects = await db.SubjectsWithAlertsAsync(accountIds, tracked: false, cancel);
        var ids = accountIds.ToList();
        var surveys = await db
            .Accounts.AsNoTracking()
            .Where(account => ids.Contains(account.Id))
            .Select(Of(db))
            .ToDictionaryAsync(subject => subject.AccountId, cancel);
        foreach (var subject in subjects)
            if (surveys.GetValueOrDefault(subject.AccountId) is { } survey)
                (subject.TakenOver, subject.SurveyAskedAt, subject.HasSurveyContact) = (
                    survey.TakenOver,
                    survey.SurveyAskedAt,
                    survey.HasSurveyContact
                );
        return subjects;
    }
}
