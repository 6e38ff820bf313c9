using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Stages;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>The stages, now and on past days, against a reference that reads each account's whole history.</summary>
public sealed class StageBookTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_stages_of_every_moment_are_what_the_history_says(bool rolledUp)
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var reference = await StageReference.ReadAsync(app);
        if (rolledUp)
            (await RollUpAsync(app)).Should().BeGreaterThan(60);
        var (first, last) = (reference.FirstDay, reference.DayOf(app.Clock.GetUtcNow()));

        for (var day = first.AddDays(-2); day < last; day = day.AddDays(rolledUp ? 4 : 23))
        {
            var (until, policy, _) = await app.DbAsync(db => db.EndOfAsync(day));
            (await AtAsync(app, until, policy)).Should().Equal(reference.At(until, policy), $"of {day}");
        }
        (await AtAsync(app, null, reference.Policy)).Should().Equal(reference.Now());
        (
            await app.DbAsync(db =>
                db.Accounts.Where(a => a.Stage != null).GroupBy(a => a.Stage!).Select(g => new { g.Key, Count = g.Count() }).ToListAsync()
            )
        )
            .ToDictionary(g => g.Key, g => g.Count)
            .Should()
            .Equal(
                reference.Now().Where(stage => stage.Value.Accounts > 0).ToDictionary(stage => stage.Key, stage => stage.Value.Accounts)
            );
    }

    [Fact]
    public async Task A_past_day_stays_as_it_was_whatever_is_renamed_migrated_or_changed_afterwards()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await RollUpAsync(app);
        var reference = await StageReference.ReadAsync(app);
        var days = Enumerable.Range(0, 8).Select(i => reference.FirstDay.AddDays(i * 9)).ToList();
        var before = await ReadAsync(app, days);

        app.Clock.Advance(TimeSpan.FromHours(30));
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync($"update stages set name = 'Anything else', retired = true where code in ('2', '5')")
        );
        await app.WithAsync(async services =>
        {
            var (policy, version) = await services.GetRequiredService<TrackerDb>().CurrentPolicyAsync();
            return await services
                .GetRequiredService<PolicyChanges>()
                .ChangeAsync(
                    policy with
                    {
                        TimeZone = "America/Los_Angeles",
                        CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 7, ["GBP"] = 9 },
                    },
                    version,
                    s_ann
                );
        });
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into transitions (account_id, passage, from_stage, to_stage, at, recorded_at, actor, migrated)
                select id, 9, stage, '2', {app.Clock.GetUtcNow().AddDays(-40)}, {app.Clock.GetUtcNow()}, 'user:ann@example.com', true
                from accounts order by id limit 20
                """
            )
        );
        await RollUpAsync(app);

        (await ReadAsync(app, days)).Should().Equal(before);
    }

    [Fact]
    public async Task Entries_and_exits_add_up_to_the_accounts_of_a_week_later()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await RollUpAsync(app);
        var asOf = await AsOfNowAsync(app);
        var (entries, exits, history) = (
            await TableAsync(app, "entries", asOf),
            await TableAsync(app, "exits", asOf),
            await TableAsync(app, "stage-history", asOf)
        );
        var ends = history.ToDictionary(row => Day(row[0]));

        foreach (var (into, outOf) in entries.Zip(exits))
        {
            var week = Day(into[0]);
            outOf[0].Should().Be(into[0]);
            var after = ends.GetValueOrDefault(week.AddDays(6)) ?? history[^1];
            if (!ends.TryGetValue(week.AddDays(-1), out var before))
                continue;
            for (var stage = 1; stage < into.Count; stage++)
                (before[stage].Number + into[stage].Number - outOf[stage].Number).Should().Be(after[stage].Number, $"{week} {stage}");
        }
        entries.Sum(row => row.Skip(1).Sum(cell => cell.Number)).Should().BeGreaterThan(500);
    }

    [Fact]
    public async Task Behind_every_number_stand_as_many_accounts()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        await RollUpAsync(app);
        var seen = 0;
        foreach (var asOf in new[] { await AsOfNowAsync(app), await AsOfAsync(app, 40) })
        foreach (var table in (string[])["stages", "stage-changes", "stage-history", "entries", "exits"])
        {
            var columns = await app.WithAsync(services => Task.FromResult(TableOf(services, table).Columns));
            foreach (var (column, cell) in (await TableAsync(app, table, asOf)).SelectMany(row => columns.Zip(row)))
            {
                // Of each kind many, and not each of the thousand.
                if (cell.Opens is null || seen++ % 5 != 0)
                    continue;
                var accounts = await ListAsync(app, cell.Opens, asOf);
                if (column.Kind == FigureKind.Count)
                    accounts.Should().HaveCount((int)cell.Number!, $"{cell.Opens} of {asOf.Day}");
                else if (column.Kind == FigureKind.Money)
                    accounts.Sum(account => account.Amount).Should().Be(cell.Number, $"{cell.Opens} of {asOf.Day}");
            }
        }
        seen.Should().BeGreaterThan(500);
    }

    private static readonly OnboardingTracker.Domain.Actor s_ann = OnboardingTracker.Domain.Actor.User("ann@example.com");

    private static IFigureTable TableOf(IServiceProvider services, string name) =>
        services.GetServices<IFigureTable>().Single(table => table.Name == name);

    private static Task<IReadOnlyList<IReadOnlyList<FigureValue>>> TableAsync(TrackerApp app, string name, AsOf asOf) =>
        app.WithAsync(services => TableOf(services, name).ReadAsync(new FigureQuery(asOf, asOf.Last(84)), CancellationToken.None));

    private static Task<List<FigureAccount>> ListAsync(TrackerApp app, string opens, AsOf asOf) =>
        app.WithAsync(async services =>
        {
            var keys = opens.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            var list = services.GetServices<IFigureList>().Single(list => list.Name == keys["figure"]);
            var cell = await list.FindAsync(keys, new FigureQuery(asOf, asOf.Last(84)), CancellationToken.None);
            var db = services.GetRequiredService<TrackerDb>();
            return await db.Database.SqlQueryRaw<FigureAccount>(cell!.Sql, [.. cell.Parameters]).ToListAsync();
        });

    private static Task<AsOf> AsOfNowAsync(TrackerApp app) =>
        app.DbAsync(async db =>
        {
            var run = await db.RunContextAsync(app.Clock.GetUtcNow());
            return new AsOf(run.Today, run.Now, true, run);
        });

    private static Task<AsOf> AsOfAsync(TrackerApp app, int daysAgo) =>
        app.DbAsync(async db =>
        {
            var run = await db.RunContextAsync(app.Clock.GetUtcNow());
            var day = run.Today.AddDays(-daysAgo);
            var (until, policy, version) = await db.EndOfAsync(day);
            return new AsOf(day, until, false, new RunContext(run.Now, policy, version));
        });

    private static Task<int> RollUpAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<StageRollUp>().RunAsync());

    private static Task<Dictionary<string, (int Accounts, decimal Forecast)>> AtAsync(
        TrackerApp app,
        DateTimeOffset? until,
        Policy policy
    ) =>
        app.WithAsync(async services =>
            (await services.GetRequiredService<StageBook>().AtAsync(until, policy)).ToDictionary(
                stage => stage.Stage,
                stage => (stage.Accounts, stage.Forecast)
            )
        );

    private static async Task<List<string>> ReadAsync(TrackerApp app, List<DateOnly> days)
    {
        var read = new List<string>();
        foreach (var day in days)
        {
            var asOf = await app.DbAsync(async db =>
            {
                var (until, policy, version) = await db.EndOfAsync(day);
                return new AsOf(day, until, false, new RunContext(app.Clock.GetUtcNow(), policy, version));
            });
            foreach (var row in await TableAsync(app, "stages", asOf))
                read.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{day:yyyy-MM-dd} {row[0].Text} {row[1].Text} {row[2].Number} {row[3].Number:0.0000}"
                    )
                );
        }
        return read;
    }

    private static DateOnly Day(FigureValue value) => DateOnly.ParseExact(value.Text!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
