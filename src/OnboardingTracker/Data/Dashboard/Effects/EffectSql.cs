using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.Dashboard.Load;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Dashboard.Effects;

/// <summary>
/// What the playbooks did in some days, and what people made of it, as <c>fact(playbook, account_id, key, at, note, week, took_back, undone,
/// corrected)</c>: one row for each move, each alert raised and each survey sent.
/// </summary>
internal static class EffectSql
{
    /// <summary>What counts as within a week.</summary>
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>
    /// The moves of the days are read once, by stage from an index. Corrections are few: each is followed back to the move that it corrects.
    /// </summary>
    public static string Facts { get; } =
        $"""
            with recursive {EffectiveTransitions.Undone(EffectiveTransitions.UndosOfAll)},
            moved as materialized (
                select id, account_id, from_stage, to_stage, recorded_at, actor, undoes_id, migrated from transitions
                where to_stage = any(@stages) and recorded_at >= @starts and recorded_at < @corrected_until
                union all
                select id, account_id, from_stage, to_stage, recorded_at, actor, undoes_id, migrated from transitions
                where to_stage is null and recorded_at >= @starts and recorded_at < @corrected_until),
            automatic as materialized (
                select * from moved where actor like 'playbook:%' and recorded_at < @ends),
            rank as (select * from unnest(@codes, @ranks) as r(stage, rank)),
            person as materialized (
                select p.id, p.account_id, p.recorded_at, pr.rank
                from moved p join rank pr on pr.stage = p.to_stage left join rank fr on fr.stage = p.from_stage
                where p.actor not like 'playbook:%' and not p.migrated and {LoadActivitySql.Counts(
                "p"
            )} and (fr.rank is null or pr.rank <= fr.rank)),
            -- A person took the account from where the playbook had put it, and not forward.
            moved_back(id) as (
                select a.id
                from person p
                    cross join lateral (
                        select e.id from transitions e
                        where e.account_id = p.account_id and e.id < p.id and {LoadActivitySql.Counts("e")}
                        order by e.id desc limit 1) l
                    join automatic a on a.id = l.id
                    left join rank tr on tr.stage = a.to_stage
                    left join rank fr on fr.stage = a.from_stage
                where p.rank <= coalesce(tr.rank, fr.rank) and p.recorded_at <= a.recorded_at + interval '168 hours'),
            -- A person's last word on a signal that the move stands on is that it is none, or another account's.
            misread(id) as (
                select a.id
                from (
                    select signal_id, from_account_id, max(at) as at from signal_corrections
                    where at >= @starts and at < @corrected_until and from_account_id is not null
                    group by signal_id, from_account_id) c
                    join automatic a on a.account_id = c.from_account_id and a.recorded_at <= c.at
                    join transitions t on t.id = a.id and t.evidence -> 'signals' @> to_jsonb(c.signal_id)
                    cross join lateral (
                        select w.kind, w.to_account_id, w.at, w.actor from signal_corrections w
                        where w.signal_id = c.signal_id and w.at >= a.recorded_at and w.at < @until order by w.id desc limit 1) w
                where w.at <= a.recorded_at + interval '168 hours' and w.actor not like 'playbook:%'
                    and (w.kind = 'notEngagement' or (w.kind = 'otherAccount' and w.to_account_id is distinct from a.account_id))),
            taken_back(id) as (
                select l.id from last_undo l join transitions u on u.id = l.undo_id
                where u.actor not like 'playbook:%' and l.id in (select id from undone)),
            alert as (
                select t.id, substr(t.created_by, 10) as playbook, t.account_id, t.created_at, t.title,
                    coalesce(c.state = 'canceled' and c.by not like 'playbook:%', false) as called_off, c.at as called_off_at,
                    coalesce(c.at between r.undo_requested_at and coalesce(r.undone_at, 'infinity')
                        and c.by in (r.undo_requested_by, r.undone_by), false) as with_run,
                    exists (select from accounts a where a.id = c.account_id and a.merged_at = c.at) as merged
                from tasks t
                    left join lateral (
                        select s.state, s.by, s.at, s.account_id from task_changes s
                        where s.task_id = t.id and s.at < @until and s.state is distinct from s.state_before
                        order by s.id desc limit 1) c on true
                    left join playbook_runs r on r.id = t.run_id
                where t.kind in ('{TaskKinds.FailedPayment}', '{TaskKinds.LargeInvoice}', '{TaskKinds.NeverContacted}')
                    and t.created_by like 'playbook:%' and t.created_at >= @starts and t.created_at < @ends),
            touched as (
                select substr(a.actor, 10) as playbook, a.account_id, a.id as key, a.recorded_at as at,
                    coalesce(a.from_stage, 'not in the pipeline') || ' to ' || coalesce(a.to_stage, 'not in the pipeline') as note,
                    a.undoes_id is not null as took_back,
                    a.undoes_id is null and a.id in (select id from taken_back) as undone,
                    {LoadActivitySql.Counts("a")}
                        and (a.id in (select id from moved_back) or a.id in (select id from misread)) as corrected
                from automatic a
                union all
                select playbook, account_id, id, created_at, title, false, called_off and with_run,
                    called_off and not with_run and not merged and called_off_at <= created_at + interval '168 hours'
                from alert
                union all
                select '{PlaybookNames.SatisfactionSurvey}', s.account_id, s.id, s.asked_at, 'asked how it was', false,
                    coalesce(r.undone_at < @until and m.state = 'calledOff', false), false
                from surveys s join playbook_runs r on r.id = s.playbook_run_id left join outgoing_mails m on m.id = s.mail_id
                where s.asked_at >= @starts and s.asked_at < @ends),
            fact as (
                select playbook, account_id, key, at,
                    note || case when undone then ', undone by a person' when corrected then ', corrected by a person' else '' end as note,
                    date_trunc('week', at at time zone @zone)::date as week, took_back, undone, corrected
                from touched)
            """;

    public static NpgsqlParameter[] Parameters(FigureQuery query, string sql, params ReadOnlySpan<NpgsqlParameter> more)
    {
        var (until, end) = (LoadParameters.Until(query.AsOf), LoadParameters.End(query));
        var ranked = StageCatalogue.Shipped.Where(stage => stage.Rank is not null).ToList();
        return LoadParameters.Used(
            sql,
            [
                LoadParameters.Time("until", until),
                LoadParameters.Time("starts", query.Span.Start(query.AsOf.Policy)),
                LoadParameters.Time("ends", end),
                // What was done on the last day can be corrected for a week; a moment of that length itself still counts.
                LoadParameters.Time("corrected_until", until < query.Span.End(query.AsOf.Policy) + Week ? until : end + Week),
                LoadParameters.Texts("stages", StageCatalogue.Shipped.Select(stage => stage.Code)),
                LoadParameters.Texts("codes", ranked.Select(stage => stage.Code)),
                new("ranks", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = ranked.Select(stage => stage.Rank!.Value).ToArray() },
                new("zone", query.AsOf.Policy.TimeZone),
                .. more,
            ]
        );
    }
}
