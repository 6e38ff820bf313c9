using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>What the tables of time share: which accounts were in work at a moment, since when, and in which passage.</summary>
internal static class TimingSql
{
    /// <summary>Opens every statement here: the undone transitions as of <c>@until</c>.</summary>
    public static string WithUndone { get; } = "with recursive " + EffectiveTransitions.Undone(EffectiveTransitions.UndosOfAll);

    /// <summary>The transition that a name stands for counts: it is no undo, and none undoes it.</summary>
    public static string Counts(string transition) =>
        $"({transition}.undoes_id is null and {transition}.id not in (select id from undone))";

    /// <summary>
    /// The accounts in work, as <c>standing(account_id, stage, entered_at)</c>. Those of now are on their rows. Of a past moment, the
    /// first transition written after it tells where its account had been until then, so that only what happened since is looked through.
    /// </summary>
    public static string Standing(AsOf asOf) =>
        asOf.IsNow
            ? "standing as (select id as account_id, stage, stage_entered_at as entered_at from accounts where in_work)"
            : """
                standing as (
                    select a.id as account_id, a.stage, a.stage_entered_at as entered_at
                    from accounts a join transitions l on l.id = a.last_transition_id
                    where a.in_work and l.recorded_at < @until
                    union all
                    select t.account_id, t.from_stage, t.from_entered_at
                    from transitions t
                    where t.from_stage = any(@in_work) and t.recorded_at >= @until
                        and not exists (
                            select from transitions e where e.account_id = t.account_id and e.id < t.id and e.recorded_at >= @until))
                """;

    /// <summary>
    /// The same accounts as <c>passing(account_id, stage, entered_at, passage, began_at, owner_id)</c>: with the passage that they were in and whose
    /// they were.
    /// </summary>
    public static string Passing(AsOf asOf) =>
        asOf.IsNow
            ? """
                passing as (
                    select id as account_id, stage, stage_entered_at as entered_at, passage, passage_began_at as began_at, owner_id
                    from accounts where in_work)
                """
            : $"""
                {Standing(asOf)},
                passing as (
                    select s.account_id, s.stage, s.entered_at, p.passage, o.began_at,
                        case when c.changed then m.id else a.owner_id end as owner_id
                    from standing s
                        join accounts a on a.id = s.account_id
                        cross join lateral (
                            select passage from transitions
                            where account_id = s.account_id and recorded_at < @until order by id desc limit 1) p
                        {Opening("s.account_id", "p.passage", "9223372036854775807")}
                        left join lateral (
                            select true as changed, x."values" -> 'owner' ->> 0 as email from account_changes x
                            where x.account_id = s.account_id and x.at >= @until and jsonb_exists(x."values", 'owner')
                            order by x.at, x.id limit 1) c on true
                        left join members m on m.email = c.email)
                """;

    /// <summary>Joins <c>o.began_at</c>: when a passage began. A migrated one began on the day that the other system gave.</summary>
    /// <param name="before">Of an account's transitions only those with a smaller id are looked at.</param>
    public static string Opening(string account, string passage, string before) =>
        $"""
            cross join lateral (
                select t.at as began_at from (
                    select * from transitions
                    where account_id = {account} and id < {before} and recorded_at < @until and {EffectiveTransitions.OpensPassage}) t
                where t.passage = {passage} and {Counts("t")}
                order by t.id desc limit 1) o
            """;

    /// <summary>A length of time in days with its fraction; never less than none.</summary>
    public static string Days(string from, string to) => $"(greatest(extract(epoch from {to} - {from}), 0) / 86400)";

    /// <summary>What all statements here may name; the database ignores none, so each takes what it uses.</summary>
    public static NpgsqlParameter[] Parameters(FigureQuery query, string sql, params ReadOnlySpan<NpgsqlParameter> more)
    {
        var asOf = query.AsOf;
        List<NpgsqlParameter> all =
        [
            // Of now counts whatever is written down: the clocks of two machines may disagree by a moment.
            Time("until", asOf.IsNow ? DateTime.MaxValue : asOf.Until.UtcDateTime),
            Time("moment", asOf.Until.UtcDateTime),
            // The last moment that is seen: of a past day the one before its end.
            Time("seen", asOf.Run.Now.UtcDateTime),
            Time("starts", query.Span.Start(asOf.Policy).UtcDateTime),
            Time("ends", query.Span.End(asOf.Policy).UtcDateTime),
            new("in_work", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = Codes(kind => kind != StageKind.Outcome) },
            new("outcomes", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = Codes(kind => kind == StageKind.Outcome) },
            new("zone", asOf.Policy.TimeZone),
            new NpgsqlParameter<int>("weeks", asOf.Policy.PassageWeeks),
            .. more,
        ];
        return [.. all.Where(parameter => sql.Contains("@" + parameter.ParameterName, StringComparison.Ordinal))];
    }

    /// <summary>The stages of a kind in their order: kind and place of a code never change.</summary>
    public static string[] Codes(Func<StageKind, bool> kind) =>
        [.. StageCatalogue.Shipped.Where(stage => kind(stage.Kind)).Select(stage => stage.Code)];

    /// <summary>"from 2 March to 24 May 2026".</summary>
    public static string InWords(DaySpan span) => FormattableString.Invariant($"from {span.From:d MMMM yyyy} to {span.To:d MMMM yyyy}");

    /// <summary>"now", or "at the end of 2 March 2026".</summary>
    public static string InWords(AsOf asOf) => asOf.IsNow ? "now" : FormattableString.Invariant($"at the end of {asOf.Day:d MMMM yyyy}");

    private static NpgsqlParameter Time(string name, DateTime value) =>
        new(name, NpgsqlDbType.TimestampTz) { Value = DateTime.SpecifyKind(value, DateTimeKind.Utc) };
}
