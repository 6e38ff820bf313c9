namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How many clocks there are in each stage: <see cref="StageClocks"/>.</summary>
internal static class ClockCountSql
{
    /// <summary>Counts the clocks themselves.</summary>
    /// <param name="clocks">A query of all of them, as <see cref="ClockBook.SourceAsync"/> gives it.</param>
    public static string Of(string clocks) =>
        $"""
            select s.stage, count(c.account_id)::int as in_work, (count(*) filter (where {ClockSql.Runs} and c.account_id is not null))::int as running,
                (count(*) filter (where {ClockSql.Runs} and {ClockSql.QuietFor("7")}))::int as quiet7,
                (count(*) filter (where {ClockSql.Runs} and {ClockSql.QuietFor("14")}))::int as quiet14,
                (count(*) filter (where {ClockSql.Runs} and {ClockSql.QuietFor("28")}))::int as quiet28,
                min({ClockSql.Since}) filter (where {ClockSql.Runs}) as longest_since
            from unnest(@in_work) with ordinality as s(stage, place) left join ({clocks}) c on c.stage = s.stage
            group by s.stage, s.place order by s.place
            """;

    /// <summary>
    /// The same of the clocks that are kept, by what is counted of them by day (<c>clock_counts</c>): of the one day that a border cuts through, and of the
    /// longest quiet one, an index tells. Whoever is quiet for days has no pause to come, which would be later than that.
    /// </summary>
    public static string OfKept { get; } =
        $"""
            with border as (
                select b.days, b.at, d.day, d.day::timestamp at time zone 'UTC' as begins, (d.day + 1)::timestamp at time zone 'UTC' as ends
                from (
                    select 0 as days, @seen as at
                    union all
                    select n, @moment - make_interval(hours => 24 * n) from unnest(array[7, 14, 28]) n) b
                    cross join lateral (select (b.at at time zone 'UTC')::date as day) d),
            counted as (
                select c.stage, sum(c.clocks) filter (where c.what = 'since') as in_work,
                    sum(c.clocks) filter (where c.what = 'pause' and c.day > {Day(0)}) as paused,
                    sum(c.clocks) filter (where c.what = 'since' and c.day < {Day(7)}) as quiet7,
                    sum(c.clocks) filter (where c.what = 'since' and c.day < {Day(14)}) as quiet14,
                    sum(c.clocks) filter (where c.what = 'since' and c.day < {Day(28)}) as quiet28
                from clock_counts c group by c.stage),
            figure as (
                select s.place, s.stage, coalesce(c.in_work, 0)::int as in_work,
                    (coalesce(c.in_work, 0) - coalesce(c.paused, 0) - (
                        select count(*) from border b join quiet_clocks q on q.pause_at > b.at and q.pause_at < b.ends
                        where b.days = 0 and q.stage = s.stage))::int as running,
                    {Quiet(7)}, {Quiet(14)}, {Quiet(28)}
                from unnest(@in_work) with ordinality as s(stage, place) left join counted c on c.stage = s.stage)
            select f.stage, f.in_work, f.running, f.quiet7, f.quiet14, f.quiet28, l.since as longest_since
            from figure f
                left join lateral (
                    select {ClockSql.Since} as since from quiet_clocks c
                    where f.running > 0 and c.stage = f.stage and {ClockSql.Runs}
                    order by {ClockSql.Since} limit 1) l on true
            order by f.place
            """;

    private static string Day(int days) => $"(select b.day from border b where b.days = {days})";

    private static string Quiet(int days) =>
        $"""
            (coalesce(c.quiet{days}, 0) + (
                select count(*) from border b join quiet_clocks q on greatest(q.event_at, q.pause_at) >= b.begins and greatest(q.event_at, q.pause_at) < b.at
                where b.days = {days} and q.stage = s.stage))::int as quiet{days}
            """;
}
