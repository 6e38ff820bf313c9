using Npgsql;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>
/// What was reached in some days on the accounts that each person owned at that moment, as <c>fact(figure, member_id, account_id, key, at, note,
/// amount)</c>: one row for each move that counts.
/// </summary>
internal static class LoadActivitySql
{
    public const string InitialOutreach = "initialOutreach";
    public const string Calls = "calls";
    public const string FinalOutreach = "finalOutreach";

    /// <summary>The outcomes, by the figure that counts them.</summary>
    public static IReadOnlyDictionary<string, string> Outcomes { get; } =
        new Dictionary<string, string>
        {
            ["onboardedNoEngagement"] = "6a",
            ["onboardedEngaged"] = "6b",
            ["salesHandoff"] = "6c",
            ["churned"] = "6d",
        };

    public static IReadOnlyList<string> Figures { get; } = [InitialOutreach, Calls, FinalOutreach, .. Outcomes.Keys];

    /// <summary>
    /// The moves of the days are read by stage from an index; of their accounts' histories only what says whether a move was the first of
    /// its kind, and, of a call, whether it turned out not to have been held.
    /// </summary>
    public static string Facts { get; } =
        $"""
            with recursive {EffectiveTransitions.Undone(EffectiveTransitions.UndosOfAll)},
            moved as materialized (
                select t.id, t.account_id, t.passage, t.from_stage, t.to_stage, t.recorded_at, t.actor, t.owner_id
                from transitions t
                where t.to_stage in ('2', '4a', '4b', '6a', '6b', '6c', '6d') and t.recorded_at >= @starts and t.recorded_at < @ends
                    and not t.migrated and {Counts("t")}),
            counted(figure, id) as (
                select '{InitialOutreach}', m.id from moved m where m.to_stage = '2' and not exists ({Earlier("e.to_stage = '2'")})
                union all
                select '{FinalOutreach}', m.id from moved m
                where m.to_stage in ('6a', '6b') and not exists ({Earlier("e.to_stage in ('6a', '6b')")})
                union all
                select '{Calls}', m.id from moved m
                where m.to_stage in ('4a', '4b') and {Held("m")} and not exists ({Earlier("e.to_stage = m.to_stage")} and {Held("e")})
                {string.Concat(
                Outcomes.Select(outcome => $"union all select '{outcome.Key}', m.id from moved m where m.to_stage = '{outcome.Value}' ")
            )}),
            fact as (
                select c.figure, m.owner_id as member_id, m.account_id, m.id as key, m.recorded_at as at,
                    coalesce('from ' || m.from_stage, 'into the pipeline') || ' to ' || m.to_stage || ', by ' || m.actor as note,
                    null::numeric as amount, date_trunc('week', m.recorded_at at time zone @zone)::date as week
                from counted c join moved m on m.id = c.id)
            """;

    public static NpgsqlParameter[] Parameters(FigureQuery query, string sql, params ReadOnlySpan<NpgsqlParameter> more) =>
        LoadParameters.Used(
            sql,
            [
                LoadParameters.Time("until", LoadParameters.Until(query.AsOf)),
                LoadParameters.Time("starts", query.Span.Start(query.AsOf.Policy)),
                LoadParameters.Time("ends", LoadParameters.End(query)),
                new("zone", query.AsOf.Policy.TimeZone),
                .. more,
            ]
        );

    // Not "not exists": where the planner takes few moves for undone, it would look through them once for each row.
    internal static string Counts(string transition) =>
        $"{transition}.undoes_id is null and {transition}.id not in (select id from undone)";

    private static string Earlier(string stage) =>
        $"""
            select from transitions e where e.account_id = m.account_id and e.id < m.id and e.passage = m.passage and {stage} and {Counts(
                "e"
            )}
            """;

    /// <summary>No no-show and no cancellation took the call back.</summary>
    private static string Held(string transition) =>
        $"""
            coalesce((
                select n.actor from transitions n
                where n.account_id = {transition}.account_id and n.id > {transition}.id and n.recorded_at < @until and {Counts("n")}
                order by n.id limit 1), '') not in ('playbook:{PlaybookNames.CallNoShow}', 'playbook:{PlaybookNames.CallCanceled}')
            """;
}
