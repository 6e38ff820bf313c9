using Npgsql;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>
/// The passages that began in a span of days, and what had become of them by the moment of the figure. Every table of the family counts
/// these rows, and every list shows them.
/// </summary>
internal static class FlowSql
{
    /// <summary>Marks among stages: it is still there; the account went for another passage; it left the pipeline, merged into another.</summary>
    public const string StillThere = "there";

    /// <inheritdoc cref="StillThere"/>
    public const string BeganAnew = "anew";

    /// <inheritdoc cref="StillThere"/>
    public const string Left = "left";

    /// <summary>Where a passage stands that has no outcome.</summary>
    public const string UnderWay = "underWay";

    /// <summary><c>step</c>: each transition that counts of these accounts since the first passage that matters, with the one after it.</summary>
    private static readonly string s_steps = $"""
        with recursive
        began as materialized (
            select account_id, min(id) as first_id from transitions
            where {EffectiveTransitions.OpensPassage} and at >= @from and at < @to and undoes_id is null and recorded_at < @until
            group by account_id),
        move as materialized (
            select t.*, t.undoes_id is null as plain
            -- Account by account: not knowing that each is there once, the database would sort the whole book into hashes instead.
            from began b cross join lateral (
                select id, account_id, passage, from_stage, to_stage, at, undoes_id from transitions
                where account_id = b.account_id and id >= b.first_id and recorded_at < @until offset 0) t),
        {EffectiveTransitions.Undone("move")},
        counted as (
            select id, account_id, passage, to_stage, at, {EffectiveTransitions.OpensPassage} is true as opens
            from move where plain and id not in (select id from undone)),
        step as materialized (
            select id, account_id, passage, to_stage, at, opens,
                count(*) filter (where opens) over by_account as nth,
                lead(opens) over by_account as next_opens, lead(to_stage) over by_account as next_stage, lead(at) over by_account as next_at
            from counted
            window by_account as (partition by account_id order by id)),
        passage as materialized (
            select account_id, nth, min(id) as key, max(passage) as passage, min(at) filter (where opens) as began_at, max(at) as last_at,
                max(to_stage) filter (where next_opens is distinct from false) as stage,
                min(at) filter (where to_stage = '2') as outreach_at,
                min(at) filter (where to_stage = '3b') as booked_at,
                min(at) filter (where to_stage in ('4a', '4b')) as held_at,
                min(at) filter (where to_stage = '5') as final_at
            from step where nth > 0
            group by account_id, nth
            having bool_or(opens and at >= @from and at < @to))
        """;

    /// <summary>
    /// <c>fact</c>: a row each passage. It is engaged, or was replied to, as was known last; of the few passages of which that changed
    /// the last word counts.
    /// </summary>
    public static readonly string Passages = $"""
        {s_steps},
        fact as (
            select p.account_id, p.key, p.began_at, p.last_at, p.stage, p.outreach_at, p.booked_at, p.held_at, p.final_at,
                e.at as engaged_at, case when p.outreach_at is not null then r.at end as replied_at,
                date_trunc('week', p.began_at at time zone @zone)::date as week,
                case when p.stage is null then '{Left}' when p.stage in ('6a', '6b', '6c', '6d') then p.stage else '{UnderWay}' end as stands,
                case when p.outreach_at is not null
                    then greatest(0, (p.outreach_at at time zone @zone)::date - (p.began_at at time zone @zone)::date) end as outreach_day
            from passage p
            left join (select k.account_id, k.passage, k.at from engagements k
                where k.recorded_at < @until and k.at is not null and not exists (select from engagements l
                    where l.account_id = k.account_id and l.passage = k.passage and l.id > k.id and l.recorded_at < @until)) e
                on e.account_id = p.account_id and e.passage = p.passage
            left join (select k.account_id, k.passage, k.at from replies k
                where k.recorded_at < @until and k.at is not null and not exists (select from replies l
                    where l.account_id = k.account_id and l.passage = k.passage and l.id > k.id and l.recorded_at < @until)) r
                on r.account_id = p.account_id and r.passage = p.passage)
        """;

    /// <summary><c>entry</c>: a row each passage and stage that it entered: the first stay there, and what it went to next.</summary>
    private const string Entry = $"""
        entry as (
            select distinct on (s.account_id, s.nth, s.to_stage) s.account_id, s.id as key, s.to_stage as stage, s.at,
                case when s.next_opens is null then '{StillThere}' when s.next_opens then '{BeganAnew}' when s.next_stage is null then '{Left}'
                    else s.next_stage end as next,
                s.next_at
            from step s join passage p on p.account_id = s.account_id and p.nth = s.nth
            where s.to_stage is not null
            order by s.account_id, s.nth, s.to_stage, s.id)
        """;

    public static readonly string Entries = $"{s_steps},\n{Entry}";

    public static readonly string All = $"{Passages},\n{Entry}";

    public static List<NpgsqlParameter> Parameters(FigureQuery query)
    {
        var policy = query.AsOf.Policy;
        return
        [
            new NpgsqlParameter<DateTimeOffset>("from", query.Span.Start(policy)),
            new NpgsqlParameter<DateTimeOffset>("to", query.Span.End(policy)),
            new NpgsqlParameter<DateTimeOffset>("until", query.AsOf.Until),
            new NpgsqlParameter<string>("zone", policy.TimeZone),
        ];
    }

    /// <summary>The Mondays of the weeks in which passages of the span could begin.</summary>
    public static IEnumerable<DateOnly> Weeks(DaySpan span)
    {
        for (var monday = DaySpan.WeekOf(span.From); monday <= span.To; monday = monday.AddDays(7))
            yield return monday;
    }
}
