using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>
/// Which accounts retention counts, from when and how it went, by what had been recorded before a moment. The table, its lists and the
/// accounts about to fall out are all made from this.
/// </summary>
internal static class RetentionSql
{
    /// <summary>How long an account is followed from its first bill over the threshold; it is in the measure's name.</summary>
    public const int Months = 3;

    /// <summary>
    /// A row an account in <c>logo</c>. It counts from <c>made_at</c>; where it is not <c>compared</c>, its bill is in a currency without
    /// a rate, and it is counted apart. <c>closes_on</c> is the last of its days; <c>over</c>: that day has passed; <c>lost_at</c>: when it
    /// churned within them.
    /// </summary>
    /// <remarks>
    /// What was undone is asked for by <c>not in</c>: the database takes that for a hash table whatever it expects, and it expects
    /// one row of a recursive query where there are thousands. For the same reason those who were lost are joined in full, though each of
    /// them is a member, behind a fence: that is never done by looking through all of them for each member.
    /// </remarks>
    /// <param name="scope">Which accounts are looked at: a query of their ids; null: all.</param>
    /// <param name="few">The scope is of so few accounts that what was undone is looked up account by account.</param>
    /// <param name="first">Parts of the statement that the scope is made from, each with its comma.</param>
    public static string Logos(string? scope = null, string first = "", bool few = false) =>
        $"""
            with recursive {first} scope as materialized ({scope ?? "select 0::bigint as account_id where false"}),
            {EffectiveTransitions.Undone(
                scope is null ? EffectiveTransitions.UndosOfAll
                : few ? UndosOfFew
                : UndosOfScope
            )},
            bill as (
                select p.account_id, coalesce(min(p.made_at) filter (where w.worth is not null), min(p.made_at)) as made_at,
                    bool_or(w.worth is not null) as compared
                from bill_peaks p
                    cross join lateral (select p.amount * (@rates)[array_position(@currencies, p.currency::text)] as worth) w
                where p.made_at < @until and p.recorded_at < @until and (p.superseded_at is null or p.superseded_at >= @until)
                    and (w.worth is null or w.worth > @above)
                    {(scope is null ? "" : "and p.account_id in (select s.account_id from scope s)")}
                group by p.account_id
            ),
            member as materialized (
                select b.*, d.made_on, (d.made_on + interval '{Months} months')::date as closes_on
                from bill b
                    cross join lateral (select (b.made_at at time zone @zone)::date as made_on) d
                where exists (
                        select from transitions t
                        where t.account_id = b.account_id and t.from_stage is null and t.undoes_id is null and t.recorded_at < @until
                            and t.id not in (select u.id from undone u))
                    and not exists (
                        select from accounts a
                        where a.id = b.account_id and a.merged_into_id is not null and a.merged_at < @until)
            ),
            churn as (
                select c.account_id, c.at, c.back_at from churns c
                where c.at < @until and c.recorded_at < @until and (c.superseded_at is null or c.superseded_at >= @until)
                    {(scope is null ? "" : "and c.account_id in (select s.account_id from scope s)")}
                union all
                select t.account_id, t.at, n.at
                from transitions t
                    left join lateral (
                        select n.at from transitions n
                        where n.account_id = t.account_id and n.id > t.id and n.undoes_id is null and n.recorded_at < @until
                            and n.id not in (select u.id from undone u)
                        order by n.id limit 1) n on true
                where t.to_stage = '6d' and t.undoes_id is null and t.actor not like 'playbook:%' and t.at < @until and t.recorded_at < @until
                    and t.id not in (select u.id from undone u)
                    and (n.at is null or n.at > t.at + @taken_back)
            ),
            lost as (
                select m.account_id, min(c.at) as at
                from member m join churn c on c.account_id = m.account_id
                where (c.at at time zone @zone)::date <= m.closes_on and (c.back_at is null or c.back_at > m.made_at)
                group by m.account_id
            ),
            logo as (
                select m.*, l.at as lost_at, m.closes_on < @until_on as over
                from member m full join lost l on l.account_id = m.account_id
                offset 0
            )
            """;

    /// <summary>Of few accounts, by their own histories.</summary>
    private const string UndosOfScope = """
        (select t.id, t.undoes_id from scope s join transitions t on t.account_id = s.account_id where t.undoes_id is not null and t.recorded_at < @until)
        """;

    private const string UndosOfFew = """
        (select t.id, t.undoes_id
         from scope s cross join lateral (
            select u.id, u.undoes_id from transitions u
            where u.account_id = s.account_id and u.undoes_id is not null and u.recorded_at < @until offset 0) t)
        """;

    public static List<NpgsqlParameter> Parameters(AsOf asOf)
    {
        var policy = asOf.Policy;
        var rates = policy.CurrencyRates.Where(rate => rate.Key != policy.TeamCurrency).Append(new(policy.TeamCurrency, 1m)).ToList();
        return
        [
            new("currencies", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = rates.Select(rate => rate.Key).ToArray() },
            new("rates", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rates.Select(rate => rate.Value).ToArray() },
            new("zone", policy.TimeZone),
            new NpgsqlParameter<decimal>("above", policy.LeadForecastAbove),
            new NpgsqlParameter<TimeSpan>("taken_back", TimeSpan.FromDays(policy.ChurnTakenBackDays)),
            new NpgsqlParameter<DateTimeOffset>("until", asOf.Until.ToUniversalTime()),
            // The first day of which not everything is known.
            new NpgsqlParameter<DateOnly>("until_on", TeamCalendar.DayOf(asOf.Until, policy)),
        ];
    }

    /// <summary>For a row of <c>logo</c> as <c>l</c>: the bill that it counts from, by its amount, currency and worth.</summary>
    public const string BillOfLogo = """
        left join lateral (
            select p.amount, p.currency, round(w.worth, 4) as worth
            from bill_peaks p
                cross join lateral (select p.amount * (@rates)[array_position(@currencies, p.currency::text)] as worth) w
            where p.account_id = l.account_id and p.made_at = l.made_at and p.recorded_at < @until
                and (p.superseded_at is null or p.superseded_at >= @until) and (w.worth > @above or (w.worth is null and not l.compared))
            order by p.id limit 1
        ) bill on true
        """;

    /// <summary>The accounts whose first bill over the threshold may have been made between two moments.</summary>
    public const string MadeBetween = "select p.account_id from bill_peaks p where p.made_at >= @scope_from and p.made_at < @scope_to";

    /// <summary>A day more on both sides: which month it was is said by the days themselves.</summary>
    public static IEnumerable<NpgsqlParameter> Between(DateOnly from, DateOnly to, Policy policy) =>
        [
            new NpgsqlParameter<DateTimeOffset>("scope_from", TeamCalendar.StartOf(from.AddDays(-1), policy)),
            new NpgsqlParameter<DateTimeOffset>("scope_to", TeamCalendar.StartOf(to.AddDays(1), policy)),
        ];
}
