using System.Globalization;

namespace OnboardingTracker.Bench;

/// <summary>
/// A table of the dashboard and the shortest statements that give its main figures of the seed's book: no chains of undos, no calls that were
/// not held, no corrections, no currencies. So each says less than the table does.
/// </summary>
/// <param name="Table">Its name in the API.</param>
/// <param name="Weeks">Of activity or of a cohort; 0: of a moment.</param>
/// <param name="Sql">With {from}, {to} and {until} in the places of moments.</param>
internal sealed record DashboardFloor(string Table, int Weeks, string Sql)
{
    private const string Undone = "(select undoes_id from transitions where undoes_id is not null and recorded_at < {until})";
    private const string InWork = "('1', '2', '3a', '3b', '4a', '4b', '5', '7')";

    public static IReadOnlyList<DashboardFloor> Now { get; } =
    [
        new(
            "load",
            0,
            """
            select owner_id, count(*), sum(forecast_in_team_currency) from accounts where in_work group by 1;
            select assignee_id, count(*), count(*) filter (where due_on < current_date) from tasks where state in ('open', 'snoozed') group by 1
            """
        ),
        new(
            "beyond-length",
            0,
            """
            select stage, count(*), count(*) filter (where passage_began_at < now() - interval '8 weeks'), min(passage_began_at)
            from accounts where in_work group by 1
            """
        ),
    ];

    public static IReadOnlyList<DashboardFloor> Past { get; } =
    [
        new(
            "conversion",
            12,
            $$"""
            with began as materialized (
                select account_id from transitions where from_stage is null and at >= {from} and at < {to} and undoes_id is null),
            step as (
                select t.to_stage, lead(t.to_stage) over (partition by t.account_id order by t.id) as next
                from transitions t where t.account_id in (select account_id from began) and t.recorded_at < {until} and t.undoes_id is null
                    and t.id not in {{Undone}})
            select to_stage, next, count(*) from step group by 1, 2
            """
        ),
        new(
            "time-in-stage",
            12,
            $$"""
            select from_stage, count(*), percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from at - from_entered_at)::float8)
            from transitions
            where from_stage in {{InWork}} and recorded_at >= {from} and recorded_at < {to} and undoes_id is null and id not in {{Undone}}
            group by 1;
            with later as materialized (select account_id, min(id) as id from transitions where recorded_at >= {until} group by 1)
            select stage, count(*), percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from {until} - entered_at)::float8)
            from (
                select stage, stage_entered_at as entered_at from accounts where in_work and id not in (select account_id from later)
                union all
                select t.from_stage, t.from_entered_at from later l join transitions t on t.id = l.id where t.from_stage in {{InWork}}) open
            group by 1
            """
        ),
        new(
            "passage-length",
            12,
            $$"""
            select t.to_stage, count(*), percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from t.at - o.at)::float8)
            from transitions t join transitions o on o.account_id = t.account_id and o.from_stage is null
            where t.to_stage in ('6a', '6b', '6c', '6d') and t.recorded_at >= {from} and t.recorded_at < {to} and t.undoes_id is null
                and t.id not in {{Undone}}
            group by 1
            """
        ),
        new(
            "load-activity",
            4,
            $$"""
            with undone as materialized {{Undone}}
            select t.owner_id, t.to_stage, count(*) from transitions t
            where t.to_stage in ('2', '4a', '4b', '6a', '6b', '6c', '6d') and t.recorded_at >= {from} and t.recorded_at < {to}
                and t.undoes_id is null and t.id not in (select undoes_id from undone)
                and (t.to_stage in ('6c', '6d') or not exists (
                    select from transitions e
                    where e.account_id = t.account_id and e.id < t.id and e.passage = t.passage and e.to_stage = t.to_stage
                        and e.undoes_id is null and e.id not in (select undoes_id from undone)))
            group by 1, 2
            """
        ),
        new(
            "playbook-effect",
            12,
            $$"""
            with undone as materialized {{Undone}},
            automatic as materialized (
                select id, account_id, actor, recorded_at from transitions
                where recorded_at >= {from} and recorded_at < {to} and actor like 'playbook:%')
            select actor, count(*), count(*) filter (where id in (select undoes_id from undone)), count(*) filter (where id in (
                select l.id from transitions p
                    cross join lateral (select e.id from transitions e where e.account_id = p.account_id and e.id < p.id order by e.id desc limit 1) l
                where p.recorded_at >= {from} and p.recorded_at < {to} + interval '7 days' and p.actor not like 'playbook:%'
                    and p.undoes_id is null and p.to_stage <= p.from_stage))
            from automatic group by 1
            """
        ),
        new(
            "retention",
            0,
            $$"""
            with undone as materialized {{Undone}}
            select date_trunc('month', b.made_at), count(*), count(*) filter (where c.at < b.made_at + interval '3 months')
            from (select account_id, min(made_at) as made_at from bill_peaks
                    where amount > 100 and made_at < {until} and recorded_at < {until} and superseded_at is null group by 1) b
                left join (select account_id, min(at) as at from churns where at < {until} group by 1) c on c.account_id = b.account_id
            where b.account_id in (
                    select account_id from transitions where from_stage is null and undoes_id is null and recorded_at < {until}
                        and id not in (select undoes_id from undone))
                and not exists (select from accounts a where a.id = b.account_id and a.merged_into_id is not null and a.merged_at < {until})
            group by 1
            """
        ),
    ];

    public string At(DateOnly from, DateOnly to, DateOnly until) =>
        Sql.Replace("{from}", Moment(from), StringComparison.Ordinal)
            .Replace("{to}", Moment(to.AddDays(1)), StringComparison.Ordinal)
            .Replace("{until}", Moment(until.AddDays(1)), StringComparison.Ordinal);

    private static string Moment(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"timestamptz '{day:yyyy-MM-dd} 00:00Z'");
}
