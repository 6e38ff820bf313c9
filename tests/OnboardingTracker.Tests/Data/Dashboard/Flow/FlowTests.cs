using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Flow;

/// <summary>What becomes of the passages that begin in a span, against a reference that reads each account's whole history.</summary>
public sealed class FlowTests(TestPostgres postgres)
{
    private static readonly string[] s_tables = ["conversion", "paths", "path-days", "outcomes", "engagement", "first-outreach"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_cell_of_every_table_is_what_the_history_says(int seed)
    {
        await using var app = await RandomHistory.StartAsync(postgres, seed);
        await ReplyAtRandomAsync(app, seed);
        var reference = await ReferenceAsync(app);
        var passages = 0;
        foreach (var query in await QueriesAsync(app))
        {
            var of = reference.Passages(query);
            passages += of.Count;
            foreach (var table in s_tables)
            {
                var rows = await ReadAsync(app, table, query);
                FlowExpected
                    .Plain(rows)
                    .Should()
                    .Equal(FlowExpected.Rows(table, of, reference, query), $"{table} of {query.Span} as of {query.AsOf.Until}");
            }
        }
        passages.Should().BeGreaterThan(300);
    }

    [Fact]
    public async Task Behind_every_number_stand_as_many_passages()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await ReplyAtRandomAsync(app, 1);
        var opened = 0;
        foreach (var query in (await QueriesAsync(app)).Take(3))
        foreach (var table in s_tables)
        foreach (var cell in (await ReadAsync(app, table, query)).SelectMany(row => row).Where(cell => cell.Opens is not null))
        {
            var accounts = await ListAsync(app, cell.Opens!, query);
            accounts.Should().HaveCount((int)cell.Number!, $"{cell.Opens} as of {query.AsOf.Until}");
            accounts.Should().OnlyHaveUniqueItems(account => account.Key);
            opened += accounts.Count > 0 ? 1 : 0;
        }
        opened.Should().BeGreaterThan(150);
    }

    [Fact]
    public async Task A_past_day_stays_as_it_was_whatever_happens_afterwards()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await ReplyAtRandomAsync(app, 1);
        var query = (await QueriesAsync(app))[2];
        var before = new List<string>();
        foreach (var table in s_tables)
            before.AddRange(FlowExpected.Plain(await ReadAsync(app, table, query)));

        app.Clock.Advance(TimeSpan.FromHours(1));
        var now = app.Clock.GetUtcNow();
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into transitions (account_id, passage, from_stage, to_stage, at, recorded_at, actor, migrated, undoes_id)
                select account_id, passage, to_stage, from_stage, {now}, {now}, 'user:ann@example.com', false, max(id)
                from transitions group by account_id, passage, to_stage, from_stage;
                insert into transitions (account_id, passage, to_stage, at, recorded_at, actor, migrated)
                select id, 1, '3a', {now.AddDays(-30)}, {now}, 'user:ann@example.com', true from accounts;
                insert into engagements (account_id, passage, at, recorded_at) select id, passage, null, {now} from accounts;
                insert into replies (account_id, passage, at, recorded_at) select id, passage, {now.AddDays(-30)}, {now} from accounts;
                """
            )
        );

        var after = new List<string>();
        foreach (var table in s_tables)
            after.AddRange(FlowExpected.Plain(await ReadAsync(app, table, query)));
        after.Should().Equal(before);
    }

    [Theory]
    [InlineData("figure=passages&is=nothing")]
    [InlineData("figure=passages")]
    [InlineData("figure=passages&is=all&week=yesterday")]
    [InlineData("figure=passages&is=all&path=middle")]
    [InlineData("figure=conversion&stage=99")]
    [InlineData("figure=conversion&stage=2&next=99")]
    public async Task An_address_that_names_no_number_opens_nothing(string opens)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var run = await app.DbAsync(db => db.RunContextAsync(app.Clock.GetUtcNow()));
        var asOf = new AsOf(run.Today, run.Now, true, run);
        (await FindAsync(app, opens, new FigureQuery(asOf, asOf.Last(84)))).Should().BeNull();
    }

    /// <summary>Now, ends of past days, and spans that are long, short, and cut weeks in two.</summary>
    private static async Task<List<FigureQuery>> QueriesAsync(TrackerApp app)
    {
        var run = await app.DbAsync(db => db.RunContextAsync(app.Clock.GetUtcNow()));
        var now = new AsOf(run.Today, run.Now, true, run);
        return
        [
            new(now, now.Last(84)),
            new(now, new DaySpan(run.Today.AddDays(-400), run.Today)),
            .. new[] { (3, 30), (17, 84), (33, 9), (60, 1) }.Select(ask =>
            {
                var day = run.Today.AddDays(-ask.Item1);
                var asOf = new AsOf(day, TeamCalendar.StartOf(day.AddDays(1), run.Policy), false, run);
                return new FigureQuery(asOf, asOf.Last(ask.Item2));
            }),
        ];
    }

    private static Task<FlowReference> ReferenceAsync(TrackerApp app) =>
        app.DbAsync(async db => new FlowReference(
            await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync(),
            await db.Replies.AsNoTracking().OrderBy(r => r.Id).ToListAsync()
        ));

    /// <summary>The random book tells of no mail: some passages get a reply that is known, taken back and known again.</summary>
    private static Task<int> ReplyAtRandomAsync(TrackerApp app, int seed) =>
        app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                select setseed({seed / 100.0});
                insert into replies (account_id, passage, at, recorded_at)
                select account_id, passage, case when random() < 0.7 then at end, at + random() * interval '40 days'
                from (select distinct on (t.id, n) t.* from transitions t, generate_series(1, 2) n where passage > 0 and random() < 0.2
                    order by t.id, n) t
                order by 4
                """
            )
        );

    private static Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(TrackerApp app, string name, FigureQuery query) =>
        app.WithAsync(services =>
            services.GetServices<IFigureTable>().Single(table => table.Name == name).ReadAsync(query, CancellationToken.None)
        );

    private static Task<List<FigureAccount>> ListAsync(TrackerApp app, string opens, FigureQuery query) =>
        app.WithAsync(async services =>
        {
            var cell = await FindAsync(services, opens, query);
            var db = services.GetRequiredService<TrackerDb>();
            return await db.Database.SqlQueryRaw<FigureAccount>(cell!.Sql, [.. cell.Parameters]).ToListAsync();
        });

    private static Task<FigureCell?> FindAsync(TrackerApp app, string opens, FigureQuery query) =>
        app.WithAsync(services => FindAsync(services, opens, query));

    private static Task<FigureCell?> FindAsync(IServiceProvider services, string opens, FigureQuery query)
    {
        var keys = opens.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        return services
            .GetServices<IFigureList>()
            .Single(list => list.Name == keys["figure"])
            .FindAsync(keys, query, CancellationToken.None);
    }
}
