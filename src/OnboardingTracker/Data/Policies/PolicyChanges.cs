using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>
/// Changes the policy: checked, stored as a new version, audited value by value, and told to every process with the commit, so that
/// the schedule follows it. What accounts are worth in the team's currency is worked out anew in the same transaction.
/// </summary>
public sealed class PolicyChanges(TrackerDb db, TimeProvider time)
{
    public const string AuditAction = "policy changed";

    /// <param name="readVersion">The version that the wish was made on; another one in force by now refuses it.</param>
    public async Task<PolicyChange> ChangeAsync(Policy wanted, int readVersion, Actor actor, CancellationToken cancel = default)
    {
        if (PolicyRules.Check(wanted) is { Count: > 0 } errors)
            return new PolicyChange.Refused(errors);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var npgsql = (NpgsqlTransaction)transaction.GetDbTransaction();
        await AdvisoryLock.TakeAsync(npgsql, PolicyStore.LockName, cancel);
        var (present, version) = await db.CurrentPolicyAsync(cancel);
        if (version != readVersion)
            return new PolicyChange.Conflict(present, version);
        var values = PolicyDifferences.Between(present, wanted);
        if (values.Count == 0)
            return new PolicyChange.Accepted(present, version, values);

        Note(wanted, version + 1, values, actor);
        await db.SaveChangesAsync(cancel);
        if (values.ContainsKey("teamCurrency") || values.ContainsKey("currencyRates"))
            await RepriceAsync(wanted, cancel);
        await LiveChannel.NotifyAsync(npgsql.Connection!, npgsql, LiveChannel.Payload("policy"), cancel);
        await transaction.CommitAsync(cancel);
        return new PolicyChange.Accepted(wanted, version + 1, values);
    }

    /// <summary>
    /// Values every forecast by the policy in force: for long work that began under the policy of its start, where somebody changed
    /// the rates meanwhile.
    /// </summary>
    public async Task ValueForecastsAnewAsync(CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), PolicyStore.LockName, cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        await RepriceAsync(policy, cancel);
        await transaction.CommitAsync(cancel);
    }

    private void Note(Policy wanted, int version, IReadOnlyDictionary<string, string?[]> values, Actor actor)
    {
        var now = time.GetUtcNow();
        db.PolicyVersions.Add(
            new PolicyVersion
            {
                Version = version,
                Policy = wanted,
                ChangedAt = now,
                ChangedBy = actor,
            }
        );
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = AuditAction,
                Subject = "policy",
                Values = values,
            }
        );
    }

    /// <summary>
    /// Says for the whole book what <see cref="Money.InTeamCurrency"/> says for one account. Rows are locked in the order of their
    /// ids, as the one door does, so that the two never wait for each other in a circle.
    /// </summary>
    private Task<int> RepriceAsync(Policy policy, CancellationToken cancel)
    {
        string[] currencies = [.. policy.CurrencyRates.Keys];
        decimal[] rates = [.. policy.CurrencyRates.Values];
        return db.Database.ExecuteSqlAsync(
            $"""
            with priced as materialized (
                select a.id, round(case when a.forecast_currency = {policy.TeamCurrency} then a.forecast_amount
                                        else a.forecast_amount * r.rate end, 4) as worth
                from accounts a left join unnest({currencies}, {rates}) as r(currency, rate) on r.currency = a.forecast_currency
                where a.forecast_amount is not null),
            changed as materialized (
                select a.id, p.worth from accounts a join priced p on p.id = a.id
                where a.forecast_in_team_currency is distinct from p.worth
                order by a.id for update of a)
            update accounts a set forecast_in_team_currency = c.worth from changed c where a.id = c.id
            """,
            cancel
        );
    }
}
