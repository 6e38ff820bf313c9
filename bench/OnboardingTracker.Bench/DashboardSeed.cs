using System.Globalization;
using Npgsql;

namespace OnboardingTracker.Bench;

/// <summary>
/// A book with a history of so many days: each account's passage of six transitions begins on a day of its own and takes eight weeks; those that
/// began lately are still under way. One transition in a hundred was undone, one account in twenty churned, and every account's forecast has
/// changed once. Each has a subscription, a bill and an invoice, and one in ten a task.
/// </summary>
internal sealed record DashboardSeed(int Accounts, int Days, DateOnly Today)
{
    public async Task WriteAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        const string ours =
            "schemaname = 'public' and tablename in ('accounts', 'transitions', 'account_changes', 'engagements') and indexname not like 'pk_%'";
        var indexes = await SeedSql.ReadAsync(connection, $"select indexdef from pg_indexes where {ours}");
        foreach (var index in await SeedSql.ReadAsync(connection, $"select indexname from pg_indexes where {ours}"))
            await SeedSql.ExecuteAsync(connection, $"drop index {index}");
        foreach (var table in (string[])["transitions", "account_changes", "engagements"])
            await SeedSql.ExecuteAsync(connection, $"alter table {table} drop constraint if exists fk_{table}_accounts_account_id");
        await SeedSql.ExecuteAsync(
            connection,
            """
            insert into members (email, name, role, absent, active, created_at)
            select 'specialist' || i || '@bench.test', 'Specialist ' || i, 'specialist', false, true, timestamptz '2024-01-01' from generate_series(1, 8) i
            """
        );
        await SeedSql.ExecuteAsync(connection, Passages);
        await SeedSql.ExecuteAsync(connection, History);
        await SeedSql.ExecuteAsync(connection, Book);
        await SeedSql.ExecuteAsync(connection, Details);
        await SeedSql.ExecuteAsync(connection, Billing);
        await SeedSql.ExecuteAsync(connection, Work);
        // The clocks of accounts in work, and who may leave, are made anew where they are missing; nobody notes a change of each row of the seed.
        await SeedSql.ExecuteAsync(
            connection,
            "drop table passages; drop table steps; drop index made; truncate clock_changes, leaving_changes"
        );
        await SeedSql.ExecuteAsync(
            connection,
            "select setval(pg_get_serial_sequence('transitions', 'id'), (select max(id) from transitions)), setval(pg_get_serial_sequence('accounts', 'id'), (select max(id) from accounts))"
        );
        foreach (var table in (string[])["transitions", "account_changes", "engagements"])
            await SeedSql.ExecuteAsync(
                connection,
                $"alter table {table} add constraint fk_{table}_accounts_account_id foreign key (account_id) references accounts (id) on delete restrict"
            );
        foreach (var index in indexes)
            await SeedSql.ExecuteAsync(connection, index);
        await SeedSql.ExecuteAsync(connection, "vacuum analyze");
    }

    private string Day => Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Where each passage goes and when it began.</summary>
    private string Passages =>
        FormattableString.Invariant(
            $$"""
            create table passages as
            select i as id, timestamptz '{{Day}}' - interval '{{Days}} days' + (i::float8 / {{Accounts}}) * interval '{{Days}} days' as began_at,
                case when i % 20 = 7 then '{1,2,6d}' else case i % 4 when 0 then '{1,2,5,6a}' when 1 then '{1,2,3a,4a,5,6b}' when 2 then '{1,2,3b,4a,4b,5,6b}' else '{1,2,3a,5,6c}' end end::text[] as path,
                i % 4 <> 0 and i % 20 <> 7 as engages, 1 + i % 8 as owner
            from generate_series(1, {{Accounts}}) i;
            create table steps as
            select p.id as account_id, n, p.path[n - 1] as from_stage, p.path[n] as to_stage, p.began_at + (n - 1) * interval '10 days' as at,
                case when n > 1 then p.began_at + (n - 2) * interval '10 days' end as from_entered_at, p.owner, null::int as undoes
            from passages p, generate_series(1, cardinality(p.path)) n
            where p.began_at + (n - 1) * interval '10 days' < timestamptz '{{Day}}' + interval '6 hours';
            -- One move in a hundred was a slip, and taken back within the hour.
            insert into steps
            select account_id, n * 100 + k, case k when 0 then to_stage else '4b' end, case k when 0 then '4b' else to_stage end,
                at + interval '1 hour' * (k + 1), at, owner, case k when 1 then 1 end
            from steps, generate_series(0, 1) k where (account_id + n) % 100 = 0 and at < timestamptz '{{Day}}' - interval '1 day'
            """
        );

    private static string History =>
        """
            insert into transitions (id, account_id, passage, from_stage, to_stage, at, recorded_at, actor, reason, undoes_id, migrated, from_entered_at,
                owner_id, renewal_number)
            select row_number() over (order by at, account_id, n), account_id, 1, from_stage, to_stage, at, at,
                case when to_stage in ('1', '5', '6d') then 'playbook:' || case to_stage when '1' then 'new-lead' when '5' then 'final-outreach-due' else 'churned' end
                    else 'user:specialist' || owner || '@bench.test' end,
                case when to_stage = '1' then 'became a lead' end, undoes, false, from_entered_at, owner, 1
            from steps;
            create index made on transitions (account_id, id);
            update transitions u set undoes_id = (select max(t.id) from transitions t where t.account_id = u.account_id and t.id < u.id)
                where undoes_id is not null;
            create index step_of on steps (account_id);
            analyze transitions;
            analyze steps
            """;

    private string Book =>
        FormattableString.Invariant(
            $"""
            insert into accounts (id, external_id, name, domain, plan, forecast_amount, forecast_currency, forecast_in_team_currency,
                next_renewal_on, renewal_number, owner_id, lead_since, in_legacy_segment, payment_risk, created_at, changed_at,
                stage, stage_entered_at, in_work, passage, passage_began_at, engaged_at, engaged_by, initial_outreach_at, last_transition_id)
            select p.id, 'acc-' || p.id, 'Account ' || p.id, 'account-' || p.id || '.example', 'payAsYouGo', case when p.id % 50 = 9 then 2000 else 110 + p.id % 90 end, 'USD', case when p.id % 50 = 9 then 2000 else 110 + p.id % 90 end,
                date '{Day}' + (p.id % 40)::int - 5, 1, p.owner, p.began_at, false, case when p.id % 50 = 0 and l.to_stage not like '6%' then 'atRisk' else 'notAssessed' end, p.began_at, l.at,
                l.to_stage, l.at, l.to_stage not like '6%', 1, p.began_at,
                case when p.engages and l.n >= 3 then p.began_at + interval '20 days' end, case when p.engages and l.n >= 3 then 'replied' end,
                case when l.n >= 2 then p.began_at + interval '10 days' end, l.id
            from passages p join lateral (
                select t.id, t.to_stage, t.at, (select count(*) from steps s where s.account_id = p.id and s.n < 100) as n from transitions t
                where t.account_id = p.id order by t.id desc limit 1) l on true
            """
        );

    private const string Details = """
        insert into account_changes (account_id, at, source, actor, "values")
        select id, began_at + k * interval '30 days', 'api', 'api:crm',
            jsonb_build_object('forecast', case k when 0 then jsonb_build_array(null, '100.00 USD') else jsonb_build_array('100.00 USD', case when id % 50 = 9 then '2000.00 USD' else (110 + id % 90) || '.00 USD' end) end)
        from passages, generate_series(0, 1) k where began_at + k * interval '30 days' < (select max(at) from transitions);
        insert into engagements (account_id, passage, at, by, recorded_at)
        select id, 1, engaged_at, engaged_by, engaged_at from accounts where engaged_at is not null
        """;

    /// <summary>Every account's first bill came with its second week; of those in work one in a hundred ends its subscription, and of the young bills one in a hundred is failing.</summary>
    private string Billing =>
        FormattableString.Invariant(
            $"""
            insert into bill_peaks (account_id, source, invoice, made_at, amount, currency, recorded_at)
            select id, 'stripe', 'in_' || id, began_at + interval '10 days', 150 + id % 100, 'USD', began_at + interval '10 days'
            from passages where began_at + interval '10 days' < timestamptz '{Day}';
            insert into invoices (account_id, source, external_id, amount_due, currency, made_at, state, regular, attempts, failed_at)
            select account_id, source, invoice, amount, currency, made_at, case when account_id % 100 = 3 and made_at > timestamptz '{Day}' - interval '40 days' then 'open' else 'paid' end, true, 1,
                case when account_id % 100 = 3 and made_at > timestamptz '{Day}' - interval '40 days' then made_at + interval '1 day' end
            from bill_peaks;
            insert into subscriptions (account_id, source, external_id, live, ends_at_period_end, period_end, ended_at, started_at)
            select p.id, 'stripe', 'sub_' || p.id, a.stage <> '6d', a.in_work and p.id % 100 = 5, timestamptz '{Day}' + interval '12 days',
                case when a.stage = '6d' then a.stage_entered_at end, p.began_at
            from passages p join accounts a on a.id = p.id;
            insert into churns (account_id, at, recorded_at)
            select id, stage_entered_at, stage_entered_at from accounts where stage = '6d'
            """
        );

    /// <summary>A task for one account in ten, done within the month; those of accounts in work are still open, half of them overdue.</summary>
    private string Work =>
        FormattableString.Invariant(
            $"""
            insert into tasks (account_id, kind, title, state, assignee_id, due_on, created_at, created_by)
            select id, 'followUp', 'Follow up', 'open', owner_id, case when in_work then date '{Day}' - 5 + (id % 10)::int else began_on + 20 end,
                passage_began_at, 'user:specialist1@bench.test'
            from (select *, (passage_began_at at time zone 'UTC')::date as began_on from accounts where id % 10 = 1) a order by id;
            update tasks t set state = 'done', closed_at = t.created_at + interval '18 days', closed_by = 'user:specialist1@bench.test',
                changed_at = t.created_at + interval '18 days', changed_by = 'user:specialist1@bench.test'
            from accounts a where a.id = t.account_id and not a.in_work
            """
        );
}
