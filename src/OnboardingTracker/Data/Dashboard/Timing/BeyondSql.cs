namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How many accounts are in work, and how many of them for longer than the policy allows, by stage and owner.</summary>
internal static class BeyondSql
{
    /// <summary>Over <c>book b</c>, by whatever it is grouped.</summary>
    public const string Sums =
        "coalesce(sum(b.in_work), 0)::int as in_work, coalesce(sum(b.beyond), 0)::int as beyond, round(max(b.days)::numeric, 2) as longest";

    /// <summary>A passage that began before this moment is beyond the weeks.</summary>
    private const string Limit = "(@moment - @weeks * interval '168 hours')";

    private const string LimitDay = $"({Limit} at time zone 'UTC')::date";

    private const string Accounts = "from accounts a where a.in_work and a.stage = p.stage";

    private const string BeganOnLimitDay =
        $"a.passage_began_at >= ({LimitDay})::timestamp at time zone 'UTC' and a.passage_began_at < {Limit}";

    /// <summary>
    /// Opens a statement: <c>book(stage, owner_id, in_work, beyond, days)</c>. What <see cref="PassageSql.Going"/> says account by account; now it
    /// comes from the counts that are kept, whose days are wholly beyond or not at all, but for one. Of that day, and for the longest passage, an
    /// index of the accounts in work is asked, once for each stage and owner.
    /// </summary>
    public static string Book(AsOf asOf) => asOf.IsNow ? Now : Then(asOf);

    private static string Now { get; } =
        $"""
            with part as materialized (
                select stage, owner_id, sum(accounts)::int as in_work,
                    coalesce(sum(accounts) filter (where began_on < {LimitDay}), 0)::int as beyond,
                    coalesce(sum(accounts) filter (where began_on = {LimitDay}), 0) <> 0 as parted
                from account_counts where stage = any(@in_work) group by stage, owner_id having sum(accounts) <> 0),
            told as (
                select p.*, {OfOwner($"select min(a.passage_began_at) {Accounts}")} as first_began_at,
                    case when p.parted then {OfOwner($"select count(*)::int {Accounts} and {BeganOnLimitDay}")} else 0 end as more
                from part p),
            book as (
                select stage, owner_id, in_work, beyond + more as beyond, {TimingSql.Days(
                "first_began_at",
                "@moment"
            )}::float8 as days from told)
            """;

    private static string Then(AsOf asOf) =>
        $"""
            {PassageSql.Going(asOf)},
            book as (
                select stage, owner_id, count(*) as in_work, count(*) filter (where beyond) as beyond, max(days) as days
                from going group by stage, owner_id)
            """;

    /// <summary>The accounts of <c>p.owner_id</c>, or those of nobody: no index finds both by the same words.</summary>
    private static string OfOwner(string select) =>
        $"(case when p.owner_id is null then ({select} and a.owner_id is null) else ({select} and a.owner_id = p.owner_id) end)";
}
