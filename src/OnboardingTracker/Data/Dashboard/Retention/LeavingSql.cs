namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>
/// How the accounts that may be about to leave are kept. What it says of an account follows from what is written of it, from the policy and the day, and from
/// whether a moment that is written of it has come: a bill or a churn of tomorrow counts from tomorrow.
/// </summary>
internal static class LeavingSql
{
    /// <summary>
    /// 0: all are right; 1: those of which there are notes, or whose moment has come, may be wrong; 2: all were worked out by another policy or on another day,
    /// or there are so many notes that it is quicker to work out all.
    /// </summary>
    public const string Stale = """
        select case
            when (select basis from leaving_basis) is distinct from @basis or exists (select from leaving_changes offset 20000) then 2
            when exists (select from leaving_changes) or exists (select from leaving_accounts where again_at < @until) then 1
            else 0 end as "Value"
        """;

    /// <summary>Those that are kept, as a list: an end to come comes the sooner the earlier it is, what has happened is the fresher the later it was.</summary>
    public const string Kept = """
        select k.account_id, k.account_id as key, coalesce(k.at, k.made_at) as at, k.worth as amount, k.note, k.reason,
            ((9 - k.reason) * 1000000000000 + case when k.reason = 0 then -1 else 1 end * extract(epoch from coalesce(k.at, k.made_at)))::bigint as rank
        from leaving_accounts k
        where k.reason is not null
        """;

    public const string Sums = """
        select k.reason, count(*)::int as accounts, coalesce(sum(k.forecast), 0) as forecast
        from leaving_accounts k
        where k.reason is not null
        group by k.reason
        """;

    /// <summary>
    /// Works anew what changed, or all. One statement, so that it sees of each note that it takes the change that the note is about. Kept is besides those that
    /// may leave who may come to, or cease to, at a moment that is written down already.
    /// </summary>
    public static string Work(bool all) =>
        $"""
            {(all ? RetentionSql.Logos(RiskSql.Candidates, All) : RetentionSql.Logos(CandidatesOfNoted, Noted, few: true))},
            leaving as (
                select l.account_id, risk.reason, risk.at, risk.note, l.made_at, bill.worth
                from logo l {RetentionSql.BillOfLogo} {RiskSql.OfLogo}
                where risk.reason is not null),
            again as (
                select s.account_id, (
                    select min(f.at) from (
                        select unnest(array[p.made_at, p.recorded_at, p.superseded_at]) as at from bill_peaks p where p.account_id = s.account_id
                        union all
                        select unnest(array[c.at, c.recorded_at, c.superseded_at]) from churns c where c.account_id = s.account_id
                        union all
                        select unnest(array[t.at, t.recorded_at]) from transitions t where t.account_id = s.account_id
                        union all
                        select a.merged_at from accounts a where a.id = s.account_id) f
                    where f.at >= @until) as at
                from scope s),
            worked as materialized (
                select account_id, l.reason, l.at, l.note, l.made_at, l.worth, g.at as again_at
                from again g full join leaving l using (account_id)
                where l.reason is not null or g.at is not null),
            gone as (
                delete from leaving_accounts k
                where not exists (select from worked w where w.account_id = k.account_id)
                    {(all ? "" : "and k.account_id in (select n.account_id from noted n)")})
            insert into leaving_accounts as k (account_id, reason, at, note, made_at, worth, forecast, again_at)
            select w.account_id, w.reason, w.at, w.note, w.made_at, w.worth,
                (select a.forecast_in_team_currency from accounts a where a.id = w.account_id), w.again_at
            from worked w
            on conflict (account_id) do update set reason = excluded.reason, at = excluded.at, note = excluded.note, made_at = excluded.made_at,
                worth = excluded.worth, forecast = excluded.forecast, again_at = excluded.again_at
            """;

    private const string All = """
        taken as (delete from leaving_changes),
        based as (insert into leaving_basis (one, basis) values (true, @basis) on conflict (one) do update set basis = excluded.basis),
        """;

    private const string Noted = """
        taken as (delete from leaving_changes returning account_id),
        noted as materialized (
            select account_id from taken union select k.account_id from leaving_accounts k where k.again_at < @until),
        """;

    /// <summary>The bill of each is looked up, since few are noted of all whose bill is young; and of few it is quicker not to ask first what may come of them.</summary>
    private const string CandidatesOfNoted = """
        select n.account_id
        from noted n
            cross join lateral (select p.id from bill_peaks p where p.account_id = n.account_id and p.made_at >= @scope_from limit 1) young
        """;
}
