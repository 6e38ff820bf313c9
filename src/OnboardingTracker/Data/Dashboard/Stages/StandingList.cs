using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.Dashboard.Load;
using OnboardingTracker.Data.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>The accounts that stood in a stage at a moment, who came last first.</summary>
public sealed class StandingList(TrackerDb db, StageBook book) : IFigureList
{
    public const string ListName = "stages";

    public string Name => ListName;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (!keys.TryGetValue("stage", out var stage))
            return null;
        var (until, policy, day) = (query.AsOf.IsNow ? (DateTimeOffset?)null : query.AsOf.Until, query.AsOf.Policy, query.AsOf.Day);
        if (keys.ContainsKey("day"))
        {
            if (StageCells.Day(keys, "day") is not { } asked || asked > query.AsOf.Day)
                return null;
            day = asked;
            (var end, policy, _) = await db.EndOfAsync(day, cancel);
            until = query.AsOf.IsNow && asked == query.AsOf.Day ? null : end;
        }
        var name = (await db.StageNamesAtAsync(until, cancel)).FirstOrDefault(name => name.Stage == stage);
        if (name is null)
            return null;
        var count = (await book.AtAsync(until, policy, cancel)).Single(count => count.Stage == stage).Accounts;
        var sql = until is null ? Now : Then;
        return new(
            $"In {name.Stage} {name.Name} {(until is null ? "now" : FormattableString.Invariant($"at the end of {day:d MMMM yyyy}"))}",
            sql,
            LoadParameters.Used(
                sql,
                [
                    .. StageSql.Parameters(null, until, [], policy),
                    new NpgsqlParameter("stage", NpgsqlDbType.Text) { Value = stage },
                    new NpgsqlParameter("zone", policy.TimeZone),
                ]
            ),
            count
        );
    }

    private const string Facts = """
        select t.account_id, t.id as key, t.recorded_at as at,
            case when t.migrated then 'taken over from another system, there since ' || (t.at at time zone @zone)::date end as note
        """;

    /// <summary>
    /// Backwards in the index of those who came into the stage; who has left again since is passed over by a look at their account. For the first
    /// page: as a plain join the database takes it for a single row, and sorts the whole stage.
    /// </summary>
    private const string Now = $"""
        {Facts}, coalesce(a.forecast_in_team_currency, 0) as amount
        from transitions t
            cross join lateral (
                select x.forecast_in_team_currency from accounts x
                where x.id = t.account_id and x.last_transition_id = t.id and x.stage = @stage offset 0) a
        where t.to_stage = @stage
        """;

    /// <summary>The same, by a look at their history.</summary>
    private const string Then = $"""
        {Facts}, coalesce(round(f.amount * r.rate, 4), 0) as amount
        from transitions t
            join accounts a on a.id = t.account_id
            left join lateral (
                select c."values" -> 'forecast' ->> 0 as said, true as changed from account_changes c
                where c.account_id = t.account_id and c.at >= @until and jsonb_exists(c."values", 'forecast') order by c.at, c.id limit 1) c on true
            cross join lateral (select
                case when c.changed then split_part(c.said, ' ', 1)::numeric else a.forecast_amount end as amount,
                case when c.changed then split_part(c.said, ' ', 2) else a.forecast_currency end as currency) f
            left join unnest(@currencies, @rates) as r(currency, rate) on r.currency = f.currency
        where t.to_stage = @stage and t.recorded_at < @until
            and not exists (select from transitions n where n.account_id = t.account_id and n.id > t.id and n.recorded_at < @until)
        """;
}
