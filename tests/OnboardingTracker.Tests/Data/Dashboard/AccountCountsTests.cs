using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Features.Dashboard;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Import;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>What is counted as it is written, against a plain <c>group by</c> over the accounts.</summary>
public sealed class AccountCountsTests(TestPostgres postgres)
{
    /// <summary>One statement, so of one moment: whatever else is being written, nothing may differ.</summary>
    private const string Differences = """
        with kept as (
            select stage, owner_id, began_on, sum(accounts) as accounts, sum(forecast) as forecast from account_counts group by 1, 2, 3
            having sum(accounts) <> 0 or sum(forecast) <> 0),
        plain as (
            select stage, owner_id, (passage_began_at at time zone 'UTC')::date as began_on, count(*) as accounts,
                coalesce(sum(forecast_in_team_currency), 0) as forecast
            from accounts where in_work group by 1, 2, 3
            union all
            select stage, null, null, count(*), coalesce(sum(forecast_in_team_currency), 0) from accounts
            where stage is not null and not in_work group by 1)
        select 'kept ' || k::text as "Value" from (select * from kept except select * from plain) k
        union all
        select 'counted ' || p::text from (select * from plain except select * from kept) p
        """;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Whoever_writes_accounts_counts_them(int seed)
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var random = new Random(seed);
        (await DifferencesAsync(app)).Should().BeEmpty("the book was made through the product");
        var rows = 0L;
        for (var round = 0; round < 10; round++)
        {
            await RandomHistory.GoOnAsync(app, random.Next(), rates: round % 3 == 0, merge: round % 3 == 1);
            (await DifferencesAsync(app)).Should().BeEmpty($"of moves and details in round {round}");
            await ImportAsync(app, random, round);
            (await DifferencesAsync(app)).Should().BeEmpty($"of the import in round {round}");
            if (round % 4 == 1)
                await HandOverAsync(app, random);
            (await DifferencesAsync(app)).Should().BeEmpty($"of the handover in round {round}");
            rows += await RowsAsync(app);
            if (round % 3 == 2)
                await CompactAsync(app);
            (await DifferencesAsync(app)).Should().BeEmpty($"of the compaction in round {round}");
        }
        rows.Should().BeGreaterThan(1000);
        (await MendAsync(app)).Should().Be(0, "nothing was wrong");
    }

    [Fact]
    public async Task Writers_that_run_together_with_compactions_lose_nothing()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await using var database = NpgsqlDataSource.Create(app.ConnectionString);
        var done = false;
        var looker = Task.Run(async () =>
        {
            var looks = 0;
            for (; !done; looks++)
                (await DifferencesAsync(app)).Should().BeEmpty("a reader sees whole statements");
            return looks;
        });
        var compactions = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (var turn = 0; !done; turn++)
                        if (turn % 5 == 4)
                            (await MendAsync(app)).Should().Be(0);
                        else
                            await CompactAsync(app);
                })
            )
            .ToList();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => Task.Run(() => WriteAsync(database, new Random(seed)))));
        done = true;
        await Task.WhenAll(compactions);

        (await looker).Should().BePositive();
        (await DifferencesAsync(app)).Should().BeEmpty();
        await CompactAsync(app);
        (await DifferencesAsync(app)).Should().BeEmpty();
    }

    [Fact]
    public async Task Accounts_that_come_with_a_stage_and_go_again_are_counted()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        const string columns =
            "name, plan, in_legacy_segment, payment_risk, created_at, changed_at, stage, stage_entered_at, in_work, passage, passage_began_at, owner_id, "
            + "forecast_in_team_currency";
        await ExecuteAsync(
            app,
            $"insert into accounts (external_id, {columns}) select 'copy-' || id, {columns} from accounts where stage is not null"
        );
        (await DifferencesAsync(app)).Should().BeEmpty();
        var before = await RowsAsync(app);
        await ExecuteAsync(app, "delete from accounts where external_id like 'copy-%' and id % 3 <> 0");
        (await DifferencesAsync(app)).Should().BeEmpty();
        (await RowsAsync(app)).Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task What_changes_no_count_adds_nothing()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var before = await RowsAsync(app);
        await ExecuteAsync(app, "update accounts set name = name || ', Inc.', stage_entered_at = stage_entered_at - interval '1 day'");
        await ExecuteAsync(app, "update accounts set owner_id = null where not in_work");
        await ExecuteAsync(app, "update accounts set forecast_in_team_currency = 7 where stage is null");
        (await RowsAsync(app)).Should().Be(before);
        (await DifferencesAsync(app)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_compaction_leaves_one_row_a_sum_and_the_same_again_nothing_to_do()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        const string keys = """select count(*) as "Value" from (select from account_counts group by stage, owner_id, began_on) k""";
        var before = await RowsAsync(app);
        await Task.WhenAll(CompactAsync(app), CompactAsync(app));
        var after = await RowsAsync(app);
        after.Should().BeLessThan(before).And.Be(await CountAsync(app, keys));
        (await DifferencesAsync(app)).Should().BeEmpty();
        var where = await CountAsync(app, """select max(xmin::text::bigint) as "Value" from account_counts""");
        await CompactAsync(app);
        (await CountAsync(app, """select max(xmin::text::bigint) as "Value" from account_counts""")).Should().Be(where);
    }

    [Fact]
    public async Task Who_finds_very_many_rows_makes_them_few()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var stages = await StagesAsync(app);
        await ExecuteAsync(
            app,
            "insert into account_counts select '2', null, date '2026-01-01' + i % 40, case when i % 2 = 0 then 1 else -1 end, 0 from generate_series(0, 11999) i"
        );
        // Even and odd days do not cancel each other out within a day: they do once each has had both.
        await ExecuteAsync(
            app,
            "insert into account_counts select '2', null, date '2026-01-01' + i % 40, case when i % 2 = 0 then -1 else 1 end, 0 from generate_series(0, 11999) i"
        );
        (await StagesAsync(app)).Should().Equal(stages);
        (await RowsAsync(app)).Should().BeLessThan(2000);
        (await StagesAsync(app)).Should().Equal(stages);
        (await DifferencesAsync(app)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_count_is_found_within_the_hour_and_put_right()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await ExecuteAsync(app, "alter table accounts disable trigger accounts_changed");
        await ExecuteAsync(app, "update accounts set forecast_in_team_currency = 1000, owner_id = null where stage = '2'");
        await ExecuteAsync(app, "alter table accounts enable trigger accounts_changed");
        await ExecuteAsync(app, "delete from account_counts where stage = '6b'");
        await ExecuteAsync(app, "insert into account_counts values ('nowhere', null, null, 3, 5)");
        (await DifferencesAsync(app)).Should().NotBeEmpty();

        await app.WithAsync(async services =>
        {
            await ActivatorUtilities.CreateInstance<RollUpDashboardJob>(services).RunAsync(CancellationToken.None);
            return 0;
        });

        (await DifferencesAsync(app)).Should().BeEmpty();
        (await MendAsync(app)).Should().Be(0);
        await ExecuteAsync(app, "delete from account_counts where stage = '2'");
        (await Task.WhenAll(MendAsync(app), MendAsync(app))).Should().ContainSingle(wrong => wrong == 0, "one of the two puts it right");
        (await DifferencesAsync(app)).Should().BeEmpty();
    }

    private static async Task WriteAsync(NpgsqlDataSource database, Random random)
    {
        for (var turn = 0; turn < 60; turn++)
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            for (var statement = 0; statement <= random.Next(2); statement++)
            {
                var change = random.Next(5) switch
                {
                    0 => "stage = case when a.in_work then '5' else a.stage end",
                    1 => "owner_id = (select min(id) + a.id % 3 from members)",
                    2 => "passage_began_at = a.passage_began_at + interval '7 hours'",
                    3 => "name = a.name || '.'",
                    _ => "forecast_in_team_currency = nullif(round((random() * 900)::numeric, 4), 0)",
                };
                // In the order of their ids, as everybody does; a second statement of ours takes the same ones.
                await using var command = new NpgsqlCommand(
                    $"update accounts a set {change} from (select id from accounts where id % 7 = @rest order by id for update) l where l.id = a.id",
                    connection,
                    transaction
                );
                command.Parameters.AddWithValue("rest", turn % 7);
                await command.ExecuteNonQueryAsync();
            }
            if (random.Next(5) == 0)
                await transaction.RollbackAsync();
            else
                await transaction.CommitAsync();
        }
    }

    private static async Task ImportAsync(TrackerApp app, Random random, int round)
    {
        var lines = Enumerable
            .Range(0, 30)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"account-{random.Next(150)},{random.Next(90_000) / 100m},{(i % 3 == 0 ? "EUR" : "USD")},,,specialist{random.Next(4)}@example.com"
                )
            )
            .Concat(
                Enumerable
                    .Range(0, 6)
                    .Select(i =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"new-{round}-{i},{random.Next(90_000) / 100m},USD,{(i % 2 == 0 ? "3a" : "6a")},2026-02-{1 + random.Next(27):00},"
                        )
                    )
            );
        var import = await new ImportWorld(app).ImportAsync(
            "externalId,forecastAmount,forecastCurrency,stage,stageEnteredOn,owner\n" + string.Join('\n', lines.DistinctBy(Id)) + "\n",
            migrate: true
        );
        import.Created.Should().Be(6);
        import.Updated.Should().BePositive();

        static string Id(string line) => line.Split(',')[0];
    }

    private static async Task HandOverAsync(TrackerApp app, Random random)
    {
        var given = await app.WithAsync(async services =>
        {
            var db = services.GetRequiredService<TrackerDb>();
            var members = await db.Members.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var given = 0;
            foreach (var member in members)
                given += await services
                    .GetRequiredService<AccountHandover>()
                    .HandOverAsync(
                        (NpgsqlTransaction)transaction.GetDbTransaction(),
                        member,
                        random.Next(3) == 0 ? null : members[random.Next(members.Count)],
                        Actor.User("specialist0@example.com"),
                        app.Clock.GetUtcNow(),
                        CancellationToken.None
                    );
            await transaction.CommitAsync();
            return given;
        });
        given.Should().BePositive();
    }

    private static Task<List<string>> DifferencesAsync(TrackerApp app) =>
        app.DbAsync(db => db.Database.SqlQueryRaw<string>(Differences).ToListAsync());

    private static Task<long> RowsAsync(TrackerApp app) => CountAsync(app, """select count(*) as "Value" from account_counts""");

    private static Task<long> CountAsync(TrackerApp app, string sql) => app.DbAsync(db => db.Database.SqlQueryRaw<long>(sql).SingleAsync());

    private static Task<int> ExecuteAsync(TrackerApp app, string sql) => app.DbAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    private static Task<int> CompactAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<AccountCounts>().CompactAsync();
            return 0;
        });

    private static Task<int> MendAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<AccountCounts>().MendAsync());

    private static Task<List<StageCount>> StagesAsync(TrackerApp app) =>
        app.WithAsync(async services =>
            (await services.GetRequiredService<AccountCounts>().StagesAsync())
                .OrderBy(count => count.Stage, StringComparer.Ordinal)
                .ToList()
        );
}
