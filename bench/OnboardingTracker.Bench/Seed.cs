using System.Globalization;
using Npgsql;

namespace OnboardingTracker.Bench;

/// <summary>
/// A book of accounts with five transitions each. Those in work stand in 2 to 4b and 1, 5, 7; the rest reached an outcome. Of those in
/// work, <paramref name="due"/> are due for <c>final-outreach-due</c> on the day of the seed.
/// </summary>
internal sealed record Seed(int Accounts, int InWork, int Due, DateOnly Today)
{
    public async Task WriteAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        // Indexes are built afterwards: that is how a book of this size would be restored, and ten times as fast.
        var indexes = await SeedSql.ReadAsync(
            connection,
            "select indexdef from pg_indexes where schemaname = 'public' and tablename in ('accounts', 'transitions') and indexname not like 'pk_%'"
        );
        foreach (
            var index in await SeedSql.ReadAsync(
                connection,
                "select indexname from pg_indexes where schemaname = 'public' and tablename in ('accounts', 'transitions') and indexname not like 'pk_%'"
            )
        )
            await SeedSql.ExecuteAsync(connection, $"drop index {index}");
        await SeedSql.ExecuteAsync(connection, "alter table transitions drop constraint if exists fk_transitions_accounts_account_id");
        await SeedSql.ExecuteAsync(connection, Members);
        await SeedSql.ExecuteAsync(connection, AccountsSql);
        await SeedSql.ExecuteAsync(connection, TransitionsSql);
        await SeedSql.ExecuteAsync(
            connection,
            "select setval(pg_get_serial_sequence('transitions', 'id'), (select max(id) from transitions)), setval(pg_get_serial_sequence('accounts', 'id'), (select max(id) from accounts))"
        );
        await SeedSql.ExecuteAsync(
            connection,
            "alter table transitions add constraint fk_transitions_accounts_account_id foreign key (account_id) references accounts (id) on delete restrict"
        );
        foreach (var index in indexes)
            await SeedSql.ExecuteAsync(connection, index);
        await SeedSql.ExecuteAsync(connection, "vacuum analyze");
    }

    private const string Members = """
        insert into members (email, name, role, absent, active, created_at)
        select 'specialist' || i || '@bench.test', 'Specialist ' || i, 'specialist', false, true, timestamptz '2026-01-01' from generate_series(1, 8) i
        """;

    private string Day => Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string AccountsSql =>
        FormattableString.Invariant(
            $"""
            insert into accounts (external_id, name, domain, plan, program, forecast_amount, forecast_currency, forecast_in_team_currency,
                next_renewal_on, renewal_number, stripe_customer_id, owner_id, lead_since, in_legacy_segment, payment_risk, created_at, changed_at,
                stage, stage_entered_at, in_work, passage, passage_began_at, engaged_at, engaged_by, initial_outreach_at, last_transition_id)
            select 'acc-' || i, initcap(w.a) || ' ' || initcap(w.b) || ' ' || i, w.a || '-' || w.b || i || '.example',
                case i % 10 when 0 then 'startup' when 1 then 'annual' else 'payAsYouGo' end, case i % 10 when 0 then 'yc' end,
                f.amount, 'USD', f.amount,
                date '{Day}' + case when i <= {Due} then 1 + i % 10 when i <= {InWork} then 11 + i % 60 else i % 365 - 200 end,
                1, 'cus_' || md5(i::text), 1 + i % 8, timestamptz '{Day}' - interval '60 days', false, 'notAssessed',
                timestamptz '{Day}' - interval '90 days', timestamptz '{Day}' - interval '5 days',
                s.stage, timestamptz '{Day}' - interval '1 day' * (i % 40), i <= {InWork}, 1, timestamptz '{Day}' - interval '60 days',
                case when i % 2 = 0 then timestamptz '{Day}' - interval '30 days' end, case when i % 2 = 0 then 'stated by specialist1@bench.test on 1 March 2026' end,
                timestamptz '{Day}' - interval '50 days', i * 5
            from generate_series(1, {Accounts}) i,
                lateral (select (array['amber','birch','cobalt','delta','ember','fjord','granite','harbor','indigo','juniper'])[1 + i % 10] a,
                                (array['labs','works','systems','cloud','data','foods','energy','games','health','robotics'])[1 + i / 10 % 10] b) w,
                lateral (select (50 + (i * 7919::bigint) % 5000)::numeric(18,4) / 1 amount) f,
                lateral (select case
                    when i <= {Due} then (array['2','3a','3b','4a','4b'])[1 + i % 5]
                    when i <= {InWork} then (array['1','2','3a','3b','4a','4b','5','7'])[1 + i % 8]
                    else (array['6a','6b','6b','6c','6d'])[1 + i % 5] end stage) s
            """
        );

    private string TransitionsSql =>
        FormattableString.Invariant(
            $$"""
            insert into transitions (id, account_id, passage, from_stage, to_stage, at, recorded_at, actor, reason, evidence, migrated)
            select (a.id - 1) * 5 + k, a.id, 1, (array[null, '1', '2', '3a', '4a'])[k], case k when 5 then a.stage else (array['1', '2', '3a', '4a'])[k] end,
                timestamptz '{{Day}}' - interval '60 days' + interval '10 days' * k,
                timestamptz '{{Day}}' - interval '60 days' + interval '10 days' * k,
                case k when 1 then 'playbook:new-lead' else 'user:specialist1@bench.test' end,
                case k when 1 then 'became a lead: forecast 250.00 USD, payAsYouGo' end,
                case k when 1 then '{"on":"2026-01-01","facts":[{"name":"forecast above 100 USD","value":"forecast 250.00 USD"}],"policyVersion":0}'::jsonb end,
                false
            from accounts a, generate_series(1, 5) k
            """
        );
}
