using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>
/// Says what a changed policy would move now that the policy in force does not, and the other way round, by the playbooks' own
/// conditions. Only reads: forecasts are valued at the changed rates within the query.
/// </summary>
public sealed class PolicyPreviews(TrackerDb db, PlaybookRunner runner, TimeProvider time)
{
    private const int Named = 100;

    /// <param name="wanted">A policy that <see cref="PolicyRules.Check"/> accepts.</param>
    public async Task<IReadOnlyList<PlaybookPreview>> PreviewAsync(Policy wanted, CancellationToken cancel = default)
    {
        var present = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var changed = new RunContext(present.Now, wanted, present.PolicyVersion + 1);
        var subjects = ValuedBy(wanted);
        var previews = new List<PlaybookPreview>();
        // What signals call for does not hang on the policy: they were worked by the one in force then.
        foreach (var playbook in PlaybookBook.All.Where(playbook => !playbook.BySignals))
        {
            var now = db.Due(playbook, present);
            // Alerts value bills by the rates of the policy that they are asked about; no column does it for them.
            var read = playbook.Effect is PlaybookEffect.Moves ? subjects : db.SubjectOf(playbook);
            var then = db.Accounts.AsNoTracking().NotHeld(playbook).Select(read).Matching(playbook.Conditions, changed);
            var only = then.Where(subject => !now.Any(other => other.AccountId == subject.AccountId));
            var noLonger = now.Where(subject => !then.Any(other => other.AccountId == subject.AccountId))
                .Select(subject => subject.AccountId);
            var left = db.Accounts.AsNoTracking().Where(account => noLonger.Contains(account.Id)).Select(read);
            previews.Add(
                new PlaybookPreview(
                    playbook.Name,
                    await runner.IsEnabledAsync(playbook.Name, cancel),
                    await now.CountAsync(cancel),
                    await then.CountAsync(cancel),
                    await NameAsync(only, playbook, subject => playbook.Because(subject, changed), cancel),
                    await NameAsync(left, playbook, subject => NoLonger(playbook, subject, changed), cancel)
                )
            );
        }
        return previews;
    }

    private static async Task<PreviewedAccounts> NameAsync(
        IQueryable<PlaybookSubject> subjects,
        Playbook playbook,
        Func<PlaybookSubject, string> reason,
        CancellationToken cancel
    )
    {
        var first = await subjects
            .OrderBy(subject => subject.NextRenewalOn)
            .ThenBy(subject => subject.AccountId)
            .Take(Named)
            .ToListAsync(cancel);
        return new PreviewedAccounts(
            first.Count < Named ? first.Count : await subjects.CountAsync(cancel),
            first.ConvertAll(subject => new PreviewedAccount(
                subject.AccountId,
                subject.ExternalId,
                subject.Name,
                subject.Stage,
                playbook.TargetOf(subject) ?? subject.Stage!,
                reason(subject)
            ))
        );
    }

    private static string NoLonger(Playbook playbook, PlaybookSubject subject, RunContext changed) =>
        playbook.Explain(subject, changed).FirstOrDefault(result => !result.Holds) is { } failed
            ? $"no longer: {failed.Name} ({failed.Value})"
            : "changed at the same moment";

    /// <summary>The subjects' projection with the forecast valued as <see cref="Money.InTeamCurrency"/> would value it under this policy.</summary>
    private static Expression<Func<Account, PlaybookSubject>> ValuedBy(Policy policy)
    {
        var of = PlaybookSubject.Of;
        var account = of.Parameters[0];
        var currency = Expression.Property(account, nameof(Account.ForecastCurrency));
        var amount = Expression.Property(account, nameof(Account.ForecastAmount));
        Expression worth = Expression.Constant(null, typeof(decimal?));
        foreach (var (code, rate) in policy.CurrencyRates)
            worth = Case(code, Expression.Multiply(amount, Expression.Constant(rate, typeof(decimal?))), worth);
        worth = Case(policy.TeamCurrency, amount, worth);

        var projection = (MemberInitExpression)of.Body;
        var bindings = projection.Bindings.Select(binding =>
            binding.Member.Name == nameof(PlaybookSubject.ForecastInTeamCurrency) ? Expression.Bind(binding.Member, worth) : binding
        );
        return Expression.Lambda<Func<Account, PlaybookSubject>>(projection.Update(projection.NewExpression, bindings), account);

        Expression Case(string code, Expression then, Expression otherwise) =>
            Expression.Condition(Expression.Equal(currency, Expression.Constant(code)), then, otherwise);
    }
}
