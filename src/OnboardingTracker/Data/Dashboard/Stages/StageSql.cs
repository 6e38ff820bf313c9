using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>What changed in the stages between two moments of recorded time, worked out from the history alone.</summary>
internal static class StageSql
{
    /// <summary>
    /// The accounts that somebody moved or whose forecast changed from <c>@from</c> up to <c>@until</c>. One index range for each stage: the
    /// history of all the days before is not touched.
    /// </summary>
    private const string Touched = """
        moved as materialized (
            select account_id, from_stage, to_stage from transitions
            where to_stage = any(@stages) and recorded_at >= @from and recorded_at < @until
            union all
            select account_id, from_stage, to_stage from transitions where to_stage is null and recorded_at >= @from and recorded_at < @until
        ),
        touched as (
            select account_id from moved
            union
            select account_id from account_changes where jsonb_exists("values", 'forecast') and at >= @from and at < @until
        )
        """;

    private const string Everybody = """
        moved as materialized (
            select account_id, from_stage, to_stage from transitions
            where to_stage = any(@stages) and recorded_at >= @from and recorded_at < @until
            union all
            select account_id, from_stage, to_stage from transitions where to_stage is null and recorded_at >= @from and recorded_at < @until
        ),
        touched as (select id as account_id from accounts where last_transition_id is not null)
        """;

    /// <summary>
    /// What an account was at a moment. Its stage is that of the last transition written before; its forecast is what the first later
    /// change replaced, or the present one.
    /// </summary>
    private static string At(string moment) =>
        $"""
            select t.account_id, s.to_stage as stage, round(f.amount * r.rate, 4) as worth
            from touched t
                cross join lateral (
                    select x.to_stage from transitions x where x.account_id = t.account_id and x.recorded_at < {moment} order by x.id desc limit 1) s
                join accounts a on a.id = t.account_id
                left join lateral (
                    select c."values" -> 'forecast' ->> 0 as said, true as changed from account_changes c
                    where c.account_id = t.account_id and c.at >= {moment} and jsonb_exists(c."values", 'forecast') order by c.at, c.id limit 1) c on true
                cross join lateral (select
                    case when c.changed then split_part(c.said, ' ', 1)::numeric else a.forecast_amount end as amount,
                    case when c.changed then split_part(c.said, ' ', 2) else a.forecast_currency end as currency) f
                left join rate r on r.currency = f.currency
            where s.to_stage is not null
            """;

    /// <summary>By stage: how many accounts and how much forecast more or fewer there are, and how many moves led in and out.</summary>
    /// <param name="whole">The rates changed: instead of what is more or fewer, everything as it is then.</param>
    public static string Changes(bool whole) =>
        $"""
            with rate as (select * from unnest(@currencies, @rates) as r(currency, rate)),
            {(whole ? Everybody : Touched)},
            becomes as ({At("@until")}),
            was as ({(
                whole ? "select null::bigint as account_id, null::varchar as stage, null::numeric as worth where false" : At("@from")
            )}),
            differs as (
                select stage, sum(accounts)::int as accounts, sum(forecast) as forecast from (
                    select stage, 1 as accounts, coalesce(worth, 0) as forecast from becomes
                    union all
                    select stage, -1, -coalesce(worth, 0) from was) d
                group by stage
            )
            select s.code as stage, coalesce(d.accounts, 0) as accounts, coalesce(d.forecast, 0) as forecast,
                coalesce(e.entered, 0) as entered, coalesce(l.left_it, 0) as left_it
            from stages s
                left join differs d on d.stage = s.code
                left join (select to_stage, count(*)::int as entered from moved group by to_stage) e on e.to_stage = s.code
                left join (select from_stage, count(*)::int as left_it from moved group by from_stage) l on l.from_stage = s.code
            """;

    public static List<NpgsqlParameter> Parameters(DateTimeOffset? from, DateTimeOffset? until, IReadOnlyList<string> stages, Policy policy)
    {
        var rates = policy.CurrencyRates.Where(rate => rate.Key != policy.TeamCurrency).Append(new(policy.TeamCurrency, 1m)).ToList();
        return
        [
            new("from", NpgsqlDbType.TimestampTz) { Value = from?.UtcDateTime ?? DateTime.MinValue },
            new("until", NpgsqlDbType.TimestampTz) { Value = until?.UtcDateTime ?? DateTime.MaxValue },
            new("stages", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = stages.ToArray() },
            new("currencies", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = rates.Select(rate => rate.Key).ToArray() },
            new("rates", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rates.Select(rate => rate.Value).ToArray() },
        ];
    }
}
