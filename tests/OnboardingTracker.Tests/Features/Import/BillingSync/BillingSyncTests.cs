using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Features.Import.BillingSync;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Platform.Options;
using OnboardingTracker.Testing;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Tests.Features.Import.BillingSync;

/// <summary>The team's own query against a billing database, which is a real one beside ours.</summary>
public sealed class BillingSyncTests(TestPostgres postgres)
{
    private const string Query =
        "select id as external_id, name, 'payAsYouGo' as plan, amount as forecast_amount, 'USD' as forecast_currency, renews as next_renewal_on, sales as sales_owner, now() as read_at from customers order by id";

    [Fact]
    public async Task Rows_become_accounts_with_their_details_and_the_same_again_changes_nothing()
    {
        await using var world = await World.StartAsync(postgres, rows: 4);
        (await world.SyncAsync(baseline: true)).State.Should().Be(ImportState.Completed);

        var acme = await world.App.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.ExternalId == "c1"));
        (acme.Name, acme.ForecastAmount, acme.NextRenewalOn, acme.Stage).Should().Be(("Customer 1", 101m, new DateOnly(2026, 3, 8), null));
        var again = await world.SyncAsync();
        (again.RowsRead, again.Unchanged, again.Rejected).Should().Be((4, 4, 0));
        again.Warnings.Should().ContainSingle().Which.Should().Contain("readAt");
    }

    [Fact]
    public async Task The_first_sync_that_is_no_baseline_waits_for_a_person()
    {
        await using var world = await World.StartAsync(postgres, rows: 4);

        var first = await world.SyncAsync();

        (first.State, first.NewLeads).Should().Be((ImportState.Previewed, 4));
        (await world.App.DbAsync(db => db.Accounts.CountAsync())).Should().Be(0);
    }

    [Theory]
    [InlineData(5, ImportState.Completed)]
    [InlineData(4, ImportState.Failed)]
    [InlineData(0, ImportState.Failed)]
    public async Task Fewer_than_half_of_the_last_good_rows_change_nothing(int left, ImportState state)
    {
        await using var world = await World.StartAsync(postgres, rows: 10);
        await world.SyncAsync(baseline: true);
        await world.BillingAsync($"delete from customers where substr(id, 2)::int > {left}; update customers set amount = 900");

        var small = await world.SyncAsync();

        small.State.Should().Be(state);
        (await world.App.DbAsync(db => db.Accounts.CountAsync(a => a.ForecastAmount == 900)))
            .Should()
            .Be(state == ImportState.Completed ? left : 0);
    }

    [Fact]
    public async Task Each_that_fails_is_told_to_the_admins_who_have_not_asked_for_it()
    {
        await using var world = await World.StartAsync(postgres, rows: 10);
        var admin = await world.App.AddMemberAsync(Role.Admin);
        await world.App.AddMemberAsync(Role.Lead);
        await world.SyncAsync(baseline: true);
        await world.BillingAsync("delete from customers");

        var first = await world.SyncAsync();
        var second = await world.SyncAsync();

        var notices = await world.App.DbAsync(db => db.Notices.OrderBy(n => n.Id).ToListAsync());
        notices.Select(n => (n.Kind, n.MemberId)).Should().Equal(Enumerable.Repeat((NoticeKind.BillingSyncFailed, admin.Id), 2));
        notices.Select(n => n.Link).Should().Equal($"/import/{first.Id}", $"/import/{second.Id}");
        notices[0].Detail.Should().Be(first.Error);
    }

    [Theory]
    [InlineData("select nonsense from customers")]
    [InlineData("update customers set amount = 1 returning id as external_id")]
    [InlineData("select id as external_id, 1 / (5 - substr(id, 2)::int) as forecast_amount from customers order by length(id), id")]
    [InlineData("select id as external_id, pg_sleep(30)::text from customers")]
    public async Task A_query_that_fails_or_writes_or_takes_too_long_changes_nothing_in_either_database(string query)
    {
        await using var world = await World.StartAsync(postgres, rows: 10, query);

        var failed = await world.SyncAsync(baseline: true);

        failed.State.Should().Be(ImportState.Failed);
        failed.Error.Should().EndWith("Nothing was changed.").And.NotContain("Password");
        (await world.App.DbAsync(db => db.Accounts.CountAsync())).Should().Be(0);
        (await world.App.DbAsync(db => db.ImportChunks.CountAsync())).Should().Be(0);
        (await world.BillingAsync("select sum(amount)::text from customers")).Should().Be("1055");
        (await world.App.DbAsync(db => db.AuditEntries.CountAsync(e => e.Action == "billing sync failed"))).Should().Be(1);
    }

    [Fact]
    public async Task After_a_failed_sync_moves_by_date_wait_and_are_made_up_for_when_fresh_data_is_there()
    {
        await using var world = await World.StartAsync(postgres, rows: 10);
        await world.SyncAsync(baseline: true);
        await world.App.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"update accounts set stage = '2', stage_entered_at = now(), in_work = true, passage = 1, passage_began_at = '2026-02-20Z'"
            )
        );
        world.App.Clock.Advance(TimeSpan.FromHours(22));
        await world.BillingAsync("alter table customers rename to gone");
        using var lead = await PageClient.SignedInAsync(world.App, Role.Lead);
        (await world.SyncAsync()).State.Should().Be(ImportState.Failed);

        await world.RunTenDayRuleAsync();
        (await world.InStage5Async()).Should().Be(0);
        (await lead.HtmlAsync("/")).Should().Contain("Moves by date wait for fresh data");
        (await lead.HtmlAsync("/playbooks")).Should().Contain("Moves by date wait for fresh data");

        await world.BillingAsync("alter table gone rename to customers");
        (await world.SyncAsync()).State.Should().Be(ImportState.Completed);
        await world.RunTenDayRuleAsync();
        (await world.InStage5Async()).Should().Be(5, "those that renew by 12 March");
        (await lead.HtmlAsync("/playbooks")).Should().NotContain("Moves by date wait").And.Contain("Data as of the last billing sync");
    }

    [Fact]
    public async Task Without_a_sync_nothing_is_held_however_old_the_data_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        app.Clock.Advance(TimeSpan.FromDays(400));

        (await app.DbAsync(db => db.FreshnessAsync(app.Clock.GetUtcNow()))).IsHeld.Should().BeFalse();
    }

    [Theory]
    [InlineData("BillingSync:Query", "select 1", "BillingSync__ConnectionString is missing*")]
    [InlineData("BillingSync:ConnectionString", "Host=billing", "BillingSync__Query is missing*")]
    public void A_sync_set_up_by_halves_stops_the_app_with_a_sentence_that_names_what_is_missing(
        string setting,
        string value,
        string message
    )
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        var read = () => BillingSyncSettings.Read(configuration);

        read.Should().Throw<BadSettingException>().WithMessage($"*{message}");
    }

    private sealed class World(TrackerApp app, TestDatabase billing) : IAsyncDisposable
    {
        public TrackerApp App => app;

        public static async Task<World> StartAsync(TestPostgres postgres, int rows, string query = Query)
        {
            var billing = await postgres.CreateDatabaseAsync();
            var settings = new Dictionary<string, string>
            {
                ["BillingSync:ConnectionString"] = billing.ConnectionString,
                ["BillingSync:Query"] = query,
                ["BillingSync:TimeoutSeconds"] = query.Contains("pg_sleep", StringComparison.Ordinal) ? "1" : "60",
            };
            var world = new World(await TrackerApp.StartAsync(postgres, settings), billing);
            await world.BillingAsync("create table customers (id text, name text, amount numeric, renews date, sales text)");
            await world.BillingAsync(
                $"insert into customers select 'c' || i, 'Customer ' || i, 100 + i, date '2026-03-07' + i, null from generate_series(1, {rows}) i"
            );
            return world;
        }

        public async Task<string?> BillingAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(billing.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            return (await command.ExecuteScalarAsync())?.ToString();
        }

        /// <summary>Reads the billing database, and applies what came of it as the job would.</summary>
        public async Task<ImportRecord> SyncAsync(bool baseline = false)
        {
            await app.WithAsync(async services =>
            {
                await services
                    .GetRequiredService<BillingSyncJob>()
                    .RunAsync(baseline, Actor.User("root@example.com").ToString(), TestContext.Current.CancellationToken);
                return true;
            });
            var import = await LastAsync();
            await app.WithAsync(async services =>
            {
                var job = services.GetRequiredService<ImportJob>();
                if (import.State is ImportState.Previewing)
                    await job.PreviewAsync(import.Id, TestContext.Current.CancellationToken);
                else
                    await job.RunAsync(import.Id, TestContext.Current.CancellationToken);
                return true;
            });
            return await LastAsync();
        }

        public async Task RunTenDayRuleAsync() =>
            await app.WithAsync(async services =>
            {
                await ActivatorUtilities
                    .CreateInstance<DailyPlaybookJob>(services)
                    .RunAsync("final-outreach-due", TestContext.Current.CancellationToken);
                return true;
            });

        public Task<int> InStage5Async() => app.DbAsync(db => db.Accounts.CountAsync(a => a.Stage == "5"));

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await billing.DisposeAsync();
        }

        private Task<ImportRecord> LastAsync() => app.DbAsync(db => db.Imports.AsNoTracking().OrderByDescending(i => i.Id).FirstAsync());
    }
}
