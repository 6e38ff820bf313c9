using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>
/// What people had at a moment, as <c>fact(figure, member_id, account_id, key, at, note, amount)</c>: one row for each account in work and
/// for each task that was still to be done.
/// </summary>
internal static class LoadStateSql
{
    public const string Active = "active";
    public const string OpenTasks = "openTasks";
    public const string OverdueTasks = "overdueTasks";

    public static IReadOnlyList<string> Figures { get; } = [Active, OpenTasks, OverdueTasks];

    /// <summary>What is so now stands on the rows themselves.</summary>
    private static string Now { get; } =
        $"""
            with fact as (
                select '{Active}' as figure, a.owner_id as member_id, a.id as account_id, a.id as key, a.stage_entered_at as at,
                    'in ' || a.stage as note, a.forecast_in_team_currency as amount
                from accounts a where a.in_work
                union all
                {TasksOf(OpenTasks, "tasks t where t.state = 'open'")}
                union all
                {TasksOf(OpenTasks, "tasks t where t.state = 'snoozed'")}
                union all
                {TasksOf(OverdueTasks, $"tasks t where t.state = 'open' and {Overdue}")}
                union all
                {TasksOf(OverdueTasks, $"tasks t where t.state = 'snoozed' and {Overdue}")})
            """;

    /// <summary>
    /// Of a past moment the first change after it says what had been until then, so that what happened before it is not looked through.
    /// </summary>
    private static string Then { get; } =
        $"""
            with rate as (select * from unnest(@currencies, @rates) as r(currency, rate)),
            moved(account_id, id) as materialized (
                select account_id, min(id) from (
                    select account_id, id from transitions where to_stage = any(@stages) and recorded_at >= @until
                    union all
                    select account_id, id from transitions where to_stage is null and recorded_at >= @until) t
                group by account_id),
            standing as (
                select a.id as account_id, a.stage, a.stage_entered_at as at from accounts a
                where a.in_work and not exists (select from moved m where m.account_id = a.id)
                union all
                select t.account_id, t.from_stage, coalesce(t.from_entered_at, t.recorded_at)
                from moved m join transitions t on t.id = m.id
                where t.from_stage = any(@in_work)),
            owned as (
                select distinct on (account_id) account_id, "values" -> 'owner' ->> 0 as email from account_changes
                where jsonb_exists("values", 'owner') and at >= @until order by account_id, at, id),
            forecast as (
                select distinct on (account_id) account_id, "values" -> 'forecast' ->> 0 as said from account_changes
                where jsonb_exists("values", 'forecast') and at >= @until order by account_id, at, id),
            changed as materialized (
                select distinct on (task_id) task_id, state_before, assignee_before, due_before from task_changes
                where at >= @until order by task_id, id),
            task as (
                select t.id, t.account_id, t.assignee_id, t.due_on, t.created_at, t.title from tasks t
                where t.state in ('open', 'snoozed') and not exists (select from changed c where c.task_id = t.id)
                union all
                select t.id, t.account_id, c.assignee_before, c.due_before, t.created_at, t.title
                from changed c join tasks t on t.id = c.task_id
                where c.state_before in ('open', 'snoozed')),
            fact as (
                select '{Active}' as figure, case when o.account_id is null then a.owner_id else m.id end as member_id, s.account_id,
                    s.account_id as key, s.at, 'in ' || s.stage as note, round(v.amount * r.rate, 4) as amount
                from standing s join accounts a on a.id = s.account_id
                    left join owned o on o.account_id = s.account_id
                    left join members m on m.email = o.email
                    left join forecast f on f.account_id = s.account_id
                    cross join lateral (select
                        case when f.account_id is null then a.forecast_amount else split_part(f.said, ' ', 1)::numeric end as amount,
                        case when f.account_id is null then a.forecast_currency else split_part(f.said, ' ', 2) end as currency) v
                    left join rate r on r.currency = v.currency
                union all
                {TasksOf(OpenTasks, "task t")}
                union all
                {TasksOf(OverdueTasks, $"task t where {Overdue}")})
            """;

    // An endless day counts as none.
    private static string Overdue => "t.due_on < @day and isfinite(t.due_on)";

    public static string Of(AsOf asOf) => asOf.IsNow ? Now : Then;

    /// <summary>
    /// By figure and person. Accounts of now are counted as they are written; tasks are read once, from the index that has their place, which tells
    /// the day that they are due on (<see cref="Domain.Tasks.TaskPlace"/>).
    /// </summary>
    public static string Sums(AsOf asOf) =>
        asOf.IsNow
            ? $"""
                select '{Active}' as figure, owner_id as member_id, sum(accounts) as number, sum(forecast) as amount, null::date as week
                from account_counts where stage = any(@in_work) group by owner_id having sum(accounts) <> 0
                union all
                select c.figure, t.assignee_id, c.number, 0, null
                from (
                    select assignee_id, count(*) as tasks, count(*) filter (where place % 10000000 < @day - date '0001-01-01') as overdue from (
                        select assignee_id, place from tasks where state = 'open'
                        union all
                        select assignee_id, place from tasks where state = 'snoozed') o
                    group by assignee_id) t
                    cross join lateral (values ('{OpenTasks}', t.tasks), ('{OverdueTasks}', t.overdue)) c(figure, number)
                """
            : $"""
                {Then}
                select figure, member_id, count(*) as number, coalesce(sum(amount), 0) as amount, null::date as week
                from fact group by figure, member_id
                """;

    public static NpgsqlParameter[] Parameters(AsOf asOf, string sql, params ReadOnlySpan<NpgsqlParameter> more)
    {
        var policy = asOf.Policy;
        var rates = policy.CurrencyRates.Where(rate => rate.Key != policy.TeamCurrency).Append(new(policy.TeamCurrency, 1m)).ToList();
        return LoadParameters.Used(
            sql,
            [
                LoadParameters.Time("until", asOf.Until),
                new NpgsqlParameter<DateOnly>("day", asOf.Day),
                LoadParameters.Texts("stages", StageCatalogue.Shipped.Select(stage => stage.Code)),
                LoadParameters.Texts(
                    "in_work",
                    StageCatalogue.Shipped.Where(stage => stage.Kind != StageKind.Outcome).Select(stage => stage.Code)
                ),
                LoadParameters.Texts("currencies", rates.Select(rate => rate.Key)),
                new("rates", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rates.Select(rate => rate.Value).ToArray() },
                .. more,
            ]
        );
    }

    private static string TasksOf(string figure, string from) =>
        $"""
            select '{figure}', t.assignee_id, t.account_id, t.id, t.created_at,
                t.title || coalesce(', due on ' || case when isfinite(t.due_on) then t.due_on end, ''), null::numeric
            from {from}
            """;
}
