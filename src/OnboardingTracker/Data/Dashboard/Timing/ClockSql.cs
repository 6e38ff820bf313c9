using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>
/// How long an account in work has been quiet: the time since a person of the team or of the customer last did something in its passage,
/// the beginning of which counts as one. What the product, billing and other machines write does not count.
/// </summary>
/// <remarks>
/// A booked call that is still to come pauses the clock, and so does a task due later (or asleep until later) that a person made or
/// changed. When that time has come the clock goes on: booking a call and changing a task are events themselves, so whatever pauses began no
/// later than the last event, and the quiet time is that since the later of the last event and the end of the last pause.
/// </remarks>
internal static class ClockSql
{
    private const string ByPerson = "not like 'playbook:%'";

    private const string CallKinds =
        $"'{SignalKinds.CallBooked}', '{SignalKinds.CallCanceled}', '{SignalKinds.CallNoShow}', '{SignalKinds.CallNoShowUnset}', '{SignalKinds.CallCompleted}'";

    /// <summary>
    /// Each part finds its last event from the end of an index. What a person called no engagement is none of the customer's; a mail that
    /// we wrote is ours whatever it was for.
    /// </summary>
    private static string LastEvent =>
        $"""
            select e.at, e.what from (
                select p.began_at as at, 'began' as what
                union all
                (select t.at, 'move' from transitions t
                 where t.account_id = p.account_id and t.passage = p.passage and t.recorded_at < @until
                    and t.actor {ByPerson} and {TimingSql.Counts("t")}
                 order by t.at desc limit 1)
                union all
                (select least(s.occurred_at, s.received_at), s.kind from signals s
                 where s.account_id = p.account_id and s.occurred_at > p.began_at and s.state = 'worked'
                    and s.kind in ('{SignalKinds.EmailSent}', '{SignalKinds.EmailReceived}', '{SignalKinds.ConsultationPurchased}', {CallKinds})
                    and s.received_at < @until
                    and case s.kind when '{SignalKinds.EmailSent}' then true
                        when '{SignalKinds.EmailReceived}' then coalesce(s.is_engagement, (s.fact -> 'mail' ->> 'genuine')::boolean, false)
                        else s.is_engagement is distinct from false end
                 order by s.occurred_at desc limit 1)
                union all
                (select c.at, 'task' from task_changes c
                 where c.account_id = p.account_id and c.at > p.began_at and c.at < @until and c.by {ByPerson} order by c.at desc limit 1)
                union all
                (select c.at, case when jsonb_exists(c."values", 'paymentRisk') then 'paymentRisk' else 'detail' end from account_changes c
                 where c.account_id = p.account_id and c.at > p.began_at and c.at < @until and c.source = 'person' and c.actor {ByPerson}
                 order by c.at desc limit 1)
                union all
                (select c.at, 'checklist' from checklist_marks c
                 where c.account_id = p.account_id and c.at > p.began_at and c.at < @until order by c.at desc limit 1)
                union all
                (select w.at, 'note' from notes n cross join lateral (
                    select n.at union all select n.edited_at union all select v.at from note_versions v where v.note_id = n.id) w
                 where n.account_id = p.account_id and (n.withdrawn_at is null or n.withdrawn_at >= @until) and w.at > p.began_at and w.at < @until
                 order by w.at desc limit 1)) e
            order by e.at desc, e.what limit 1
            """;

    /// <summary>
    /// When the last pause ends or ended. A booking that another one replaced, that was made anew at another time or that was called off
    /// pauses nothing; a task that was closed paused only until then.
    /// </summary>
    private static string LastPause =>
        $"""
            select u.at, u.what, u.task_id from (
                (with said as (
                    select s.id, s.kind, s.occurred_at, s.fact -> 'call' as call from signals s
                    where s.account_id = p.account_id and s.kind in ({CallKinds}) and s.state = 'worked' and s.received_at < @until
                        and s.is_engagement is distinct from false)
                 select (b.call ->> 'startsAt')::timestamptz as at, 'call' as what, null::bigint as task_id from said b
                 where b.kind = '{SignalKinds.CallBooked}' and b.call ->> 'startsAt' is not null and not exists (
                    select from said o
                    where o.call ->> 'rescheduledFrom' = b.call ->> 'call'
                        or o.call ->> 'call' = b.call ->> 'call' and case o.kind
                            when '{SignalKinds.CallBooked}' then (o.occurred_at, o.id) > (b.occurred_at, b.id)
                            when '{SignalKinds.CallCanceled}' then o.occurred_at >= b.occurred_at and not coalesce((o.call ->> 'rescheduled')::boolean, false)
                            else false end)
                 order by 1 desc limit 1)
                union all
                (select least((greatest(t.due_on, t.snoozed_until)::timestamp at time zone @zone), case when t.state in ('done', 'canceled') then t.at end),
                    'task', t.task_id
                 from (
                    select distinct on (c.task_id) c.task_id, c.due_on, c.snoozed_until, c.state, c.at,
                        bool_or(c.by {ByPerson}) over (partition by c.task_id) as by_person
                    from task_changes c
                    where c.account_id = p.account_id and c.at < @until
                    order by c.task_id, c.id desc) t
                 where t.by_person and isfinite(greatest(t.due_on, t.snoozed_until))
                 order by 1 desc limit 1)) u
            order by u.at desc, u.what limit 1
            """;

    /// <summary>Few accounts of many are in work: their undos are found by their own histories.</summary>
    private const string UndosOfPassing = """
        (select t.id, t.undoes_id from passing p join transitions t on t.account_id = p.account_id where t.undoes_id is not null)
        """;

    /// <summary>A row for each account in work as of a moment: <see cref="Clock"/>.</summary>
    public static string Clocks(AsOf asOf) =>
        $"""
            with recursive {TimingSql.Passing(asOf)},
            {Clock(asOf.IsNow ? UndosOfPassing : EffectiveTransitions.UndosOfAll)}
            select c.*, t.title as pause_title from clock c left join tasks t on t.id = c.pause_task_id
            """;

    /// <summary>
    /// 0: each clock that is kept is right; 1: those of which there are notes may be wrong; 2: some are missing or of another zone. Nobody comes into
    /// work without a transition, which leaves a note, so that only the first clocks of all have none.
    /// </summary>
    public const string Stale = """
        select case
            when (select min(zone) from quiet_clocks) <> @zone or (select max(zone) from quiet_clocks) <> @zone
                or (not exists (select from quiet_clocks) and exists (select from accounts where in_work)) then 2
            when exists (select from clock_changes) then 1 else 0 end as "Value"
        """;

    private const string Unkept =
        "select a.id from accounts a where a.in_work and a.id not in (select account_id from quiet_clocks where zone = @zone)";

    /// <summary>Of a row <c>c</c> of clocks: no pause stops it.</summary>
    public const string Runs = "(c.pause_at is null or c.pause_at <= @seen)";

    /// <summary>Since when one that runs is quiet: the last event, or the end of the last pause where that is later.</summary>
    public const string Since = "greatest(c.event_at, c.pause_at)";

    /// <summary>Quiet for more than so many days of 24 hours.</summary>
    public static string QuietFor(string days) => $"{Since} < @moment - make_interval(hours => 24 * {days})";

    /// <summary>How long it has been quiet and what was before, as <see cref="Timing.Clock.SinceWords"/> says it.</summary>
    public static string QuietNote { get; } =
        $"""
            round(greatest(extract(epoch from @moment - {Since}), 0) / 86400, 1) || ' days: ' || case
                when c.pause_at > c.event_at and c.pause = 'call' then '{Timing.Clock.CallWasToBeHeld}'
                when c.pause_at > c.event_at then 'the task “' || coalesce(c.pause_title, '') || '” was due'
                else case c.event {string.Join(
                " ",
                Timing.Clock.EventWords.Select(word => $"when '{word.Key}' then '{word.Value}'")
            )} else c.event end end
            """;

    public const string PausedNote =
        $"'until then, by ' || case when c.pause = 'call' then '{Timing.Clock.BookedCall}' else 'the task “' || coalesce(c.pause_title, '') || '”' end";

    /// <summary>The clocks that are kept. What is asked for neither by name nor by owner needs no account and no task.</summary>
    public static string Kept { get; } = Named("quiet_clocks");

    /// <summary>The first of them, found before their accounts and tasks are.</summary>
    public static string FirstKept(string which) => Named($"(select c.* from quiet_clocks c {which})");

    private static string Named(string clocks) =>
        $"""
            select q.account_id, q.stage, a.owner_id, q.event_at, q.event, q.pause_at, q.pause, t.title as pause_title
            from {clocks} q left join accounts a on a.id = q.account_id left join tasks t on t.id = q.pause_task_id
            """;

    /// <summary>
    /// Works anew what changed, or all that may be wrong. One statement, so that it sees of each note that it takes the change that the note is about.
    /// A task's day begins when it does in the team's zone: with another zone all are worked anew.
    /// </summary>
    public static string Refresh(bool all) =>
        $"""
            with recursive taken as (delete from clock_changes returning account_id),
            -- A clock of an account that is done would stand before those of all others.
            gone as (
                delete from quiet_clocks where account_id in (select t.account_id from taken t join accounts a on a.id = t.account_id where not a.in_work)),
            passing as (
                select id as account_id, stage, stage_entered_at as entered_at, passage, passage_began_at as began_at, owner_id
                from accounts where in_work and id in (select account_id from taken{(all ? $" union all {Unkept}" : "")})),
            {Clock(UndosOfPassing)}
            insert into quiet_clocks (account_id, stage, zone, event_at, event, pause_at, pause, pause_task_id)
            select account_id, stage, @zone, event_at, event, pause_at, pause, pause_task_id from clock
            on conflict (account_id) do update set stage = excluded.stage, zone = excluded.zone, event_at = excluded.event_at, event = excluded.event,
                pause_at = excluded.pause_at, pause = excluded.pause, pause_task_id = excluded.pause_task_id
            """;

    private static string Clock(string undos) =>
        $"""
            {EffectiveTransitions.Undone(undos)},
            clock as (
                select p.account_id, p.stage, p.owner_id, e.at as event_at, e.what as event, u.at as pause_at, u.what as pause, u.task_id as pause_task_id
                from passing p
                    cross join lateral ({LastEvent}) e
                    left join lateral ({LastPause}) u on true)
            """;
}
