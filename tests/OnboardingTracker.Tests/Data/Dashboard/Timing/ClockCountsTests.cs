using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Timing;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>The clocks that are counted by stage and day against the clocks themselves.</summary>
public sealed class ClockCountsTests(TestPostgres postgres)
{
    private static readonly Actor s_ann = Actor.User("specialist1@example.com");

    [Fact]
    public async Task Counts_say_what_the_clocks_say_wherever_a_border_cuts_through()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await SameAsync(app, "at first");
        var random = new Random(5);
        var now = app.Clock.GetUtcNow();
        for (var round = 0; round < 12; round++)
        {
            var clocks = await app.DbAsync(db =>
                db.Database.SqlQuery<long>($"select account_id as \"Value\" from quiet_clocks").ToListAsync()
            );
            foreach (var clock in clocks.Where(_ => random.Next(3) > 0))
            {
                var (at, pause) = (Somewhere(random, now), random.Next(2) == 0 ? Somewhere(random, now) : (DateTimeOffset?)null);
                await app.DbAsync(db =>
                    db.Database.ExecuteSqlAsync(
                        $"update quiet_clocks set event_at = {at}, pause_at = {pause}::timestamptz, pause = 'call' where account_id = {clock}"
                    )
                );
            }
            if (round % 4 == 3)
                await app.DbAsync(db => db.Database.ExecuteSqlAsync($"delete from quiet_clocks where account_id % 5 = {round % 5}"));
            await SameAsync(app, $"in round {round}");
        }
    }

    [Fact]
    public async Task Counts_follow_moves_undos_merges_and_another_zone()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await new RandomActivity(app, 7).WriteAsync();
        await SameAsync(app, "at first");
        var random = new Random(9);
        foreach (var zone in (string[])["UTC", "Pacific/Auckland", "America/New_York", "UTC"])
        {
            app.Clock.Advance(TimeSpan.FromHours(random.Next(10, 100)));
            await MoveAsync(app, random, 60);
            await MergeAsync(app, random);
            await SameAsync(app, $"before {zone}");
            await SameAsync(app, $"in {zone}", zone);
        }
    }

    [Fact]
    public async Task Whoever_reads_and_moves_at_the_same_time_loses_no_clock()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await new RandomActivity(app, 8).WriteAsync();
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(async one =>
                    {
                        if (one % 2 == 0)
                            await MoveAsync(app, new Random(round * 10 + one), 15);
                        else
                            for (var again = 0; again < 10; again++)
                                await app.ReadAsync(StuckByStageTable.TableName, FigureAsk.Nothing);
                    })
            );
            await SameAsync(app, $"in round {round}");
            var inWork = await app.DbAsync(db =>
                db.Accounts.Where(a => a.InWork).GroupBy(a => a.Stage!).ToDictionaryAsync(g => g.Key, g => g.Count())
            );
            var (_, rows) = await app.ReadAsync(StuckByStageTable.TableName, FigureAsk.Nothing);
            rows.Where(row => row[1].Number > 0).ToDictionary(row => row[0].Text!, row => (int)row[1].Number!).Should().Equal(inWork);
        }
    }

    /// <summary>What the counts give, what the clocks give, and the counts themselves.</summary>
    private static Task<int> SameAsync(TrackerApp app, string when, string? zone = null) =>
        app.WithAsync(async services =>
        {
            var (db, book) = (services.GetRequiredService<TrackerDb>(), services.GetRequiredService<ClockBook>());
            var query = await services.GetRequiredService<Moments>().QueryAsync(FigureAsk.Nothing, live: true, weeks: 0, default);
            if (zone is not null)
            {
                var run = new RunContext(query.AsOf.Run.Now, query.AsOf.Policy with { TimeZone = zone }, query.AsOf.Run.PolicyVersion);
                query = query with { AsOf = query.AsOf with { Run = run } };
            }
            var counted = await book.StagesAsync(query);
            var sql = ClockCountSql.Of(ClockSql.Kept);
            var read = await db.Database.SqlQueryRaw<StageClocks>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync();
            counted.Should().Equal(read, when);
            counted.Sum(stage => stage.InWork).Should().BePositive();
            var apart = await db
                .Database.SqlQuery<string>(
                    $"""
                    select coalesce(k, '') || ' ' || coalesce(c, '') as "Value" from (
                        select stage || what || day || ': ' || clocks as k from clock_counts) k
                        full join (
                            select stage || 'since' || (greatest(event_at, pause_at) at time zone 'UTC')::date || ': ' || count(*) as c from quiet_clocks
                            group by stage, (greatest(event_at, pause_at) at time zone 'UTC')::date
                            union all
                            select stage || 'pause' || (pause_at at time zone 'UTC')::date || ': ' || count(*) from quiet_clocks
                            where pause_at is not null group by stage, (pause_at at time zone 'UTC')::date) c on c = k
                    where c is null or k is null
                    """
                )
                .ToListAsync();
            apart.Should().BeEmpty(when);
            return 0;
        });

    /// <summary>On borders and beside them, long ago and still to come.</summary>
    private static DateTimeOffset Somewhere(Random random, DateTimeOffset now) =>
        now.AddDays(-new[] { 0, 7, 14, 28 }[random.Next(4)])
            .AddHours(random.Next(3) == 0 ? random.Next(-60, 60) : 0)
            .AddDays(random.Next(4) == 0 ? random.Next(-40, 40) : 0)
            .AddTicks(10 * random.Next(-1, 2));

    private static async Task MoveAsync(TrackerApp app, Random random, int moves)
    {
        var accounts = await app.DbAsync(db =>
            db.Accounts.OrderBy(a => a.Id)
                .Where(a => a.LastTransitionId != null)
                .Select(a => new { a.Id, a.LastTransitionId })
                .ToListAsync()
        );
        var stages = StageCatalogue.Shipped.Select(stage => stage.Code).ToList();
        for (var i = 0; i < moves; i++)
        {
            var account = accounts[random.Next(accounts.Count)];
            await app.WithAsync(services =>
                random.Next(3) == 0
                    ? services.GetRequiredService<AccountMoves>().UndoAsync(account.Id, account.LastTransitionId!.Value, s_ann)
                    : services
                        .GetRequiredService<AccountMoves>()
                        .MoveAsync(new(account.Id, stages[random.Next(stages.Count)], s_ann, "as it comes"))
            );
        }
    }

    private static async Task MergeAsync(TrackerApp app, Random random)
    {
        var accounts = await app.DbAsync(db =>
            db.Accounts.Where(a => a.MergedIntoId == null).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync()
        );
        var (one, other) = (accounts[random.Next(accounts.Count / 2)], accounts[^(1 + random.Next(accounts.Count / 2))]);
        await app.WithAsync(services => services.GetRequiredService<AccountMerges>().MergeAsync(one, other, s_ann));
    }
}
