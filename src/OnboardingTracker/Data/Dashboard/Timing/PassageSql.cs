namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>Passages that ended, and those that go on.</summary>
internal static class PassageSql
{
    private const string Week = "604800";

    /// <summary>
    /// <c>passages(account_id, id, outcome, at, days, within, periods)</c>: those that ended in the days asked for. A passage ended when its account came
    /// from work into an outcome, and did not go back to work in the same passage since.
    /// </summary>
    /// <remarks>
    /// The billing periods used: which renewal since its beginning was the next one then, and one more where that day had passed. A day
    /// before the passage began is no renewal of its; then it is not known.
    /// </remarks>
    public static string Ended { get; } =
        $"""
            {TimingSql.WithUndone},
            passages as (
                select t.account_id, t.id, t.to_stage as outcome, t.at, {TimingSql.Days("o.began_at", "t.at")}::float8 as days,
                    extract(epoch from t.at - o.began_at) <= @weeks * {Week} as within,
                    case when t.renewal_on >= (o.began_at at time zone @zone)::date
                        then t.renewal_number + (t.renewal_on < (t.at at time zone @zone)::date)::int end as periods
                from transitions t
                    {TimingSql.Opening("t.account_id", "t.passage", "t.id")}
                where t.to_stage = any(@outcomes) and t.from_stage = any(@in_work)
                    and t.recorded_at >= @starts and t.recorded_at < @until and t.at >= @starts and t.at < @ends and {TimingSql.Counts("t")}
                    and not exists (
                        select from transitions r
                        where r.account_id = t.account_id and r.id > t.id and r.recorded_at < @until and r.passage = t.passage
                            and r.to_stage = any(@in_work) and {TimingSql.Counts("r")}))
            """;

    /// <summary><c>going(account_id, stage, began_at, owner_id, days, beyond)</c>: the passages of the accounts in work.</summary>
    public static string Going(AsOf asOf) =>
        $"""
            {TimingSql.WithUndone},
            {TimingSql.Passing(asOf)},
            going as (
                select account_id, stage, began_at, owner_id, {TimingSql.Days("began_at", "@moment")}::float8 as days,
                    extract(epoch from @moment - began_at) > @weeks * {Week} as beyond
                from passing)
            """;
}
