namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>Why an account that is still followed may be about to leave, as far as is known now: the first of these that holds.</summary>
internal static class RiskSql
{
    /// <summary>The codes of the reasons, the most certain first, and their words.</summary>
    public static readonly IReadOnlyList<(string Code, string Words)> Reasons =
    [
        ("ends", "Its subscription ends at the end of the period"),
        ("none", "It has no live subscription, and no churn is recorded"),
        ("failed", "The payment of its last invoice failed, and it is open"),
        ("unlikely", "It was assessed as unlikely to pay"),
        ("atRisk", "It was assessed as at risk"),
    ];

    /// <summary>For each row of <c>logo</c> as <c>l</c>: <c>reason</c> (its place in <see cref="Reasons"/>), <c>at</c> and <c>note</c>; nothing where it is not at risk.</summary>
    public const string OfLogo = """
        left join lateral (
            select why.reason, why.at, why.note from (
                select case when s.live then 0 else 1 end as reason, case when s.live then s.ends_at else s.ended_at end as at,
                    case when s.live then 'its subscription ends' || coalesce(' on ' || (s.ends_at at time zone @zone)::date, '')
                        else 'no live subscription' || coalesce(' since ' || (s.ended_at at time zone @zone)::date, '') end as note
                from (
                    select bool_or(s.live) as live, bool_or(s.live and not s.ends_at_period_end) as stays,
                        max(s.period_end) filter (where s.live) as ends_at, max(coalesce(s.ended_at, s.as_of)) as ended_at
                    from subscriptions s where s.account_id = l.account_id) s
                where s.live is not null and not s.stays
                union all
                select 2, i.failed_at, 'payment of its last invoice failed on ' || (i.failed_at at time zone @zone)::date
                from (
                    select i.state, i.failed_at from invoices i
                    where i.account_id = l.account_id and i.state not in ('draft', 'void')
                    order by coalesce(i.made_at, i.period_end, i.due_at) desc nulls last, i.id desc limit 1) i
                where i.failed_at is not null and i.state in ('open', 'uncollectible')
                union all
                select case a.payment_risk when 'unlikelyToPay' then 3 else 4 end, a.payment_risk_at,
                    case a.payment_risk when 'unlikelyToPay' then 'unlikely to pay' else 'at risk' end
                        || coalesce(', said on ' || (a.payment_risk_at at time zone @zone)::date, '')
                from accounts a where a.id = l.account_id and a.payment_risk in ('unlikelyToPay', 'atRisk')
            ) why
            where not l.over and l.lost_at is null and l.compared
            order by why.reason limit 1
        ) risk on true
        """;

    /// <summary>The accounts whose bill is young enough and that may be about to leave for one of the reasons: few of all.</summary>
    public const string Candidates = """
        select distinct p.account_id from bill_peaks p
        where p.made_at >= @scope_from and (
            exists (select from subscriptions s where s.account_id = p.account_id and (not s.live or s.ends_at_period_end))
            or exists (
                select from invoices i
                where i.account_id = p.account_id and i.failed_at is not null and i.state in ('open', 'uncollectible'))
            or exists (select from accounts a where a.id = p.account_id and a.payment_risk in ('unlikelyToPay', 'atRisk')))
        """;
}
