using Npgsql;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>Some hundreds of accounts with a history, of which all but every tenth are due for the ten-day rule on 1 March 2026, and as many leads to be.</summary>
internal static class DueBook
{
    public const int Accounts = 1_200;
    public const int Due = 1_080;
    public const int Leads = 60;
    public const int FirstLead = Accounts + 1;

    /// <summary>09:00 on the day on which they are due.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A database of its own with that book in it.</summary>
    public static async Task<TestDatabase> OpenAsync(TestPostgres postgres)
    {
        await postgres.EnsureTemplateAsync("due_book", BuildAsync);
        return await postgres.CreateDatabaseAsync("due_book");
    }

    /// <summary>
    /// What counts in the end: each account with its stage, owner's presence, history and holds. Which of several processes did it, and
    /// when, makes no difference.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ResultAsync(string connectionString)
    {
        const string sql = """
            select concat_ws(' | ', a.external_id, a.stage, a.in_work, a.passage, a.owner_id is not null, a.lead_since is not null,
                (select string_agg(concat_ws(' ', coalesce(t.from_stage, '-'), coalesce(t.to_stage, '-'), t.actor, t.reason, t.evidence ->> 'facts'), '; ' order by t.id)
                 from transitions t where t.account_id = a.id),
                (select string_agg(concat_ws(' ', h.playbook, h.until_renewal_on, h.lifted_at is null), '; ' order by h.id) from holds h where h.account_id = a.id),
                (select string_agg(c."values" ->> 'segments', '; ' order by c.id) from account_changes c where c.account_id = a.id),
                (a.last_transition_id = (select max(t.id) from transitions t where t.account_id = a.id)))
            from accounts a order by a.id
            """;
        return await ListAsync(connectionString, sql);
    }

    public static async Task<IReadOnlyList<string>> ListAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task BuildAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await OnboardingTracker.Platform.Database.DatabaseStartup.MigrateAsync(database);
        // All renew on the same day, so that whichever index is read, the order is that of the ids; every tenth is not due.
        await using var command = database.CreateCommand(
            $"""
            insert into members (email, name, role, active, absent, created_at)
            select 'specialist' || n || '@example.com', 'Specialist ' || n, 'specialist', true, n = 6, now() from generate_series(1, 6) n;
            insert into accounts (external_id, name, plan, forecast_amount, forecast_currency, forecast_in_team_currency, next_renewal_on,
                in_legacy_segment, created_at, changed_at, stage, stage_entered_at, in_work, passage, passage_began_at, initial_outreach_at, owner_id)
            select 'account-' || n, 'Account ' || n, 'payAsYouGo', 200, 'USD', 200, case when n % 10 = 0 then date '2026-03-20' else date '2026-03-05' end,
                false, '2026-02-01', '2026-02-01', case when n % 3 = 0 then '3a' else '2' end, '2026-02-03', true, 1, '2026-02-01', '2026-02-02', 1 + n % 5
            from generate_series(1, {Accounts}) n;
            insert into transitions (account_id, passage, from_stage, to_stage, at, recorded_at, actor, migrated)
            select id, 1, null, '1', '2026-02-01'::timestamptz, '2026-02-01'::timestamptz, 'playbook:new-lead', false from accounts order by id;
            insert into transitions (account_id, passage, from_stage, to_stage, at, recorded_at, actor, migrated)
            select id, 1, '1', '2', '2026-02-02'::timestamptz, '2026-02-02'::timestamptz, 'user:specialist1@example.com', false from accounts order by id;
            insert into transitions (account_id, passage, from_stage, to_stage, at, recorded_at, actor, migrated)
            select id, 1, '2', '3a', '2026-02-03'::timestamptz, '2026-02-03'::timestamptz, 'user:specialist1@example.com', false from accounts where stage = '3a' order by id;
            update accounts a set last_transition_id = (select max(t.id) from transitions t where t.account_id = a.id);
            insert into accounts (external_id, name, plan, forecast_amount, forecast_currency, forecast_in_team_currency, next_renewal_on,
                in_legacy_segment, created_at, changed_at, in_work, passage)
            select 'lead-' || n, 'Lead ' || n, 'payAsYouGo', 150, 'USD', 150, date '2026-03-25', false, '2026-03-01', '2026-03-01', false, 0
            from generate_series(1, {Leads}) n;
            """
        );
        await command.ExecuteNonQueryAsync();
        await using var analyze = database.CreateCommand("vacuum analyze");
        await analyze.ExecuteNonQueryAsync();
    }
}
