using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>Accounts of every kind around the edges of every condition, the same for the same seed. Written past the rules: only reads are tested on it.</summary>
internal static class RandomBook
{
    private static readonly string?[] s_stages =
    [
        null,
        null,
        null,
        "1",
        "2",
        "2",
        "3a",
        "3b",
        "4a",
        "4b",
        "5",
        "6a",
        "6b",
        "6c",
        "6d",
        "7",
    ];
    private static readonly string[] s_plans = ["payAsYouGo", "payAsYouGo", "startup", "annual", "free", "other"];
    private static readonly decimal?[] s_forecasts = [null, 0, 99.99m, 100m, 100.01m, 101m, 5000m];

    public static async Task WriteAsync(string connectionString, int count, int seed, DateTimeOffset now)
    {
        var random = new Random(seed);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (
            var accounts = await connection.BeginBinaryImportAsync(
                """
                copy accounts (external_id, name, plan, program, forecast_amount, forecast_currency, forecast_in_team_currency, next_renewal_on,
                    renewal_number, sales_owner, baseline_on, in_legacy_segment, created_at, changed_at, stage, stage_entered_at, in_work, passage,
                    passage_began_at, initial_outreach_at, signal_playbook, signal_stage, signal_received_at, signal_reason) from stdin (format binary)
                """
            )
        )
        {
            for (var i = 0; i < count; i++)
            {
                var stage = Pick(s_stages);
                var passage = stage is null ? 0 : random.Next(1, 3);
                var forecast = Pick(s_forecasts);
                var foreign = random.Next(4) == 0;
                await accounts.StartRowAsync();
                await accounts.WriteAsync($"account-{i}", NpgsqlDbType.Text);
                await accounts.WriteAsync($"Account {i}", NpgsqlDbType.Text);
                await accounts.WriteAsync(Pick(s_plans), NpgsqlDbType.Text);
                await WriteAsync(random.Next(4) == 0 ? "yc" : null, NpgsqlDbType.Text);
                await WriteAsync(forecast, NpgsqlDbType.Numeric);
                await WriteAsync(
                    forecast is null ? null
                        : foreign ? "EUR"
                        : "USD",
                    NpgsqlDbType.Text
                );
                await WriteAsync(foreign && random.Next(2) == 0 ? null : forecast, NpgsqlDbType.Numeric);
                await WriteAsync(
                    random.Next(8) == 0 ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(random.Next(-3, 20)),
                    NpgsqlDbType.Date
                );
                await accounts.WriteAsync(random.Next(1, 4), NpgsqlDbType.Integer);
                await WriteAsync(random.Next(5) == 0 ? "ae@example.com" : null, NpgsqlDbType.Text);
                await WriteAsync(random.Next(6) == 0 ? new DateOnly(2026, 1, 1) : null, NpgsqlDbType.Date);
                await accounts.WriteAsync(false, NpgsqlDbType.Boolean);
                await accounts.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await accounts.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await WriteAsync(stage, NpgsqlDbType.Text);
                await WriteAsync(stage is null ? null : now.AddDays(-5), NpgsqlDbType.TimestampTz);
                await accounts.WriteAsync(stage is not (null or "6a" or "6b" or "6c" or "6d"), NpgsqlDbType.Boolean);
                await accounts.WriteAsync(passage, NpgsqlDbType.Integer);
                await WriteAsync(stage is null ? null : now.AddDays(-40), NpgsqlDbType.TimestampTz);
                await WriteAsync(
                    stage is null or "1" || random.Next(4) == 0 ? null : now.AddHours(-random.Next(0, 24 * 9)),
                    NpgsqlDbType.TimestampTz
                );
                var called = random.Next(3) == 0 ? null : Pick(PlaybookNames.BySignals.ToArray());
                await WriteAsync(called, NpgsqlDbType.Text);
                await WriteAsync(called is null ? null : Pick(["2", "3a", "6a", "6b"]), NpgsqlDbType.Text);
                await WriteAsync(called is null ? null : now.AddHours(random.Next(-2, 3)), NpgsqlDbType.TimestampTz);
                await WriteAsync(called is null ? null : "as the signals say", NpgsqlDbType.Text);

                async Task WriteAsync(object? value, NpgsqlDbType type)
                {
                    if (value is null)
                        await accounts.WriteNullAsync();
                    else
                        await accounts.WriteAsync(value, type);
                }
            }
            await accounts.CompleteAsync();
        }
        await BillSomeAsync(connection, random, now);
        await HoldSomeAsync(connection, random, now);
        await SurveySomeAsync(connection, random, now);

        T Pick<T>(T[] from) => from[random.Next(from.Length)];
    }

    /// <summary>Around the edges too: invoices paid, open and failed, and bills to come, some in another currency.</summary>
    private static async Task BillSomeAsync(NpgsqlConnection connection, Random random, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand(
            """
            select setseed(@seed);
            insert into invoices (account_id, source, external_id, subscription, state, amount_paid, amount_due, currency, attempts, failed_at, paid_at, regular)
            select id, 'stripe', 'in_' || id || '_' || n, (array['sub_1', 'sub_2', null])[1 + (random() * 2)::int],
                   (array['paid', 'paid', 'open', 'uncollectible', 'void', 'draft'])[1 + (random() * 5)::int],
                   (array[null, 0, 50, 50.01, 500, 2500])[1 + (random() * 5)::int], (array[50, 2500])[1 + random()::int],
                   (array['USD', 'EUR'])[1 + (random() * 0.7)::int], 1, case when random() < 0.5 then @now end,
                   @now - random() * interval '40 days', random() < 0.8
            from accounts, generate_series(1, 3) n where random() < 0.5;
            insert into subscriptions (account_id, source, external_id, live, ends_at_period_end, upcoming_amount, upcoming_currency, upcoming_period_end)
            select id, 'stripe', 'sub_' || n, random() < 0.8, false, (array[null, 0, 100, 100.01, 999.99, 1000])[1 + (random() * 5)::int],
                   (array['USD', 'EUR'])[1 + (random() * 0.7)::int], @now + (random() * 30 - 10) * interval '1 day'
            from accounts, generate_series(1, 2) n where random() < 0.4;
            """,
            connection
        );
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("seed", random.NextDouble());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Outcomes around the edges of the survey's days: some taken over, some asked, some with nobody who could be.</summary>
    private static async Task SurveySomeAsync(NpgsqlConnection connection, Random random, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand(
            """
            select setseed(@seed);
            update accounts set stage_entered_at = @now - random() * interval '40 days' where stage in ('6a', '6b') and random() < 0.7;
            insert into transitions (account_id, passage, to_stage, at, recorded_at, actor, migrated)
            select id, passage, stage, stage_entered_at, stage_entered_at, 'user:ann@example.com', random() < 0.3 from accounts where stage in ('6a', '6b');
            insert into contacts (account_id, email, created_at, bounced_at)
            select id, 'contact-' || n || '@' || external_id || '.example', @now, case when random() < 0.2 then @now end
            from accounts, generate_series(1, 2) n where random() < 0.6;
            insert into survey_opt_outs (email, at) select email, @now from contacts where random() < 0.1;
            insert into surveys (account_id, email, token_hash, asked_at, expires_at)
            select id, 'kim@example.com', sha256(external_id::bytea), @now, @now from accounts where random() < 0.1;
            """,
            connection
        );
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("seed", random.NextDouble());
        await command.ExecuteNonQueryAsync();
    }

    private static async Task HoldSomeAsync(NpgsqlConnection connection, Random random, DateTimeOffset now)
    {
        foreach (var playbook in PlaybookBook.All.Select(p => p.Name))
        {
            await using var command = new NpgsqlCommand(
                """
                insert into holds (account_id, passage, playbook, placed_at, placed_by, until_renewal_on, lifted_at, lifted_by, until_new_signal)
                select id, greatest(0, passage - (random_one < 0.2)::int), @playbook, @now, 'user:ann@example.com',
                       case when random_two < 0.3 then null else (@now at time zone 'UTC')::date + (random_two * 20)::int end,
                       case when random_one > 0.8 then @now end, case when random_one > 0.8 then 'user:ann@example.com' end,
                       @by_signals and random_two < 0.5
                from (select id, passage, random() as random_one, random() as random_two from (select setseed(@seed)) s, accounts order by id) a
                where random_one < 0.5 or random_one > 0.8
                """,
                connection
            );
            command.Parameters.AddWithValue("playbook", playbook);
            command.Parameters.AddWithValue("now", now);
            command.Parameters.AddWithValue("by_signals", PlaybookNames.BySignals.Contains(playbook));
            command.Parameters.AddWithValue("seed", random.NextDouble());
            await command.ExecuteNonQueryAsync();
        }
    }
}
