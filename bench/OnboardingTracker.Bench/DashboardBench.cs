using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Stages;

namespace OnboardingTracker.Bench;

/// <summary>
/// The dashboard, by its API: tables now and on past days against the best single statement for the same figures, and all of them at a
/// hundredth of the size for how they grow.
/// </summary>
internal static class DashboardBench
{
    private const int Turns = 9;
    private const int TwoYears = 730;
    private const int PerDay = 111;

    public static async Task<IReadOnlyList<Ratio>> RunAsync(BenchCluster cluster, string published, int accounts, DateOnly today)
    {
        var small = Math.Max(100, accounts / 100);
        var memory = 0L;
        // Grown by years of the same work (hundreds of accounts a week), and by a hundred times as many accounts in the same two years.
        var ratios = new List<Ratio>();
        foreach (var (grown, days, smallDays) in new[] { ("older", DaysOf(accounts), DaysOf(small)), ("busier", TwoYears, TwoYears) })
        {
            var few = await TablesAsync(small, smallDays, floors: false);
            var many = await TablesAsync(accounts, days, floors: grown == "busier");
            ratios.AddRange(
                many.Select(table => new Ratio(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Table {table.Key}, now, {accounts:N0} accounts against {small:N0}, {grown}"
                    ),
                    table.Value,
                    few[table.Key],
                    "ms",
                    2,
                    memory
                ))
            );
        }
        return ratios;

        async Task<Dictionary<string, double>> TablesAsync(int size, int days, bool floors)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"dashboard_{size}_{days}_{today:yyyyMMdd}");
            await cluster.EnsureSeededAsync(name, new DashboardSeed(size, days, today).WriteAsync);
            await RollUpAsync(cluster.ConnectionString(name));
            await using var app = await AppProcess.StartAsync(published, cluster.ConnectionString(name));
            var medians = new Dictionary<string, double>();
            foreach (var table in await NamesAsync(app.Client))
            {
                var path = $"/api/v1/dashboard/{table}";
                // Asked before: what is kept of days that are over is there, as it is after the night, and the code is compiled.
                var first = await MedianAsync(() => AskAsync(app.Client, path), 1);
                var second = await MedianAsync(() => AskAsync(app.Client, path), 1);
                for (var again = 1; second < 2_000 && again < Turns; again++)
                    await AskAsync(app.Client, path);
                medians[table] = await MedianAsync(() => AskAsync(app.Client, path), second > 2_000 ? 3 : Turns);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"  {table}: {medians[table]:0.0} ms, the first time {first:0} ms")
                );
            }
            if (floors)
            {
                ratios.AddRange(await StagesAsync(cluster, name, app, today, accounts));
                ratios.AddRange(await FloorsAsync(cluster, name, app, today, accounts));
            }
            memory = app.PeakMemory;
            return medians;
        }
    }

    /// <summary>How long the same team takes for so many accounts; no passage is shorter than its weeks.</summary>
    private static int DaysOf(int accounts) => Math.Max(56, accounts / PerDay);

    private static async Task<IReadOnlyList<Ratio>> StagesAsync(
        BenchCluster cluster,
        string name,
        AppProcess app,
        DateOnly today,
        int accounts
    )
    {
        await using var database = NpgsqlDataSource.Create(cluster.ConnectionString(name));
        var now = await MedianAsync(() => AskAsync(app.Client, "/api/v1/dashboard/stages"), Turns);
        var floorNow = await MedianAsync(
            () =>
                RunAsync(
                    database,
                    "select stage, count(*), sum(forecast_in_team_currency) from accounts where stage is not null group by stage"
                ),
            3
        );
        var ratios = new List<Ratio> { Stages("now", now, floorNow) };
        foreach (var ago in new[] { 3, 90, 500 })
        {
            var day = today.AddDays(-ago);
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/dashboard/stages?asOf={day:yyyy-MM-dd}");
            var ours = await MedianAsync(() => AskAsync(app.Client, path), Turns);
            // Set-wise from the end of the history: what each account left first after the day, else where it is.
            var floor = await MedianAsync(
                () =>
                    RunAsync(
                        database,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"""
                            with later as (select distinct on (account_id) account_id, from_stage from transitions
                                    where recorded_at >= date '{day:yyyy-MM-dd}' + 1 order by account_id, id),
                                was as (select distinct on (account_id) account_id, "values" -> 'forecast' ->> 0 as said from account_changes
                                    where jsonb_exists("values", 'forecast') and at >= date '{day:yyyy-MM-dd}' + 1 order by account_id, at, id)
                            select case when l.account_id is null then a.stage else l.from_stage end as stage, count(*),
                                sum(case when w.account_id is null then a.forecast_in_team_currency else split_part(w.said, ' ', 1)::numeric end)
                            from accounts a left join later l on l.account_id = a.id left join was w on w.account_id = a.id
                            group by 1
                            """
                        )
                    ),
                1
            );
            ratios.Add(Stages(string.Create(CultureInfo.InvariantCulture, $"{ago} days ago"), ours, floor));
        }
        return ratios;

        Ratio Stages(string when, double ours, double floor) =>
            new(
                string.Create(CultureInfo.InvariantCulture, $"Stages {when}, {accounts:N0} accounts, by the API"),
                ours,
                floor,
                "ms",
                3,
                app.PeakMemory
            );
    }

    /// <summary>Other tables against the shortest statements for their figures: of now, and of past days that nobody has asked for before.</summary>
    private static async Task<IReadOnlyList<Ratio>> FloorsAsync(
        BenchCluster cluster,
        string name,
        AppProcess app,
        DateOnly today,
        int accounts
    )
    {
        await using var database = NpgsqlDataSource.Create(cluster.ConnectionString(name));
        // An earlier run may have asked for the same days.
        await RunAsync(database, "truncate kept_tables");
        var ratios = new List<Ratio>();
        foreach (var floor in DashboardFloor.Now)
        {
            var ours = await MedianAsync(() => AskAsync(app.Client, $"/api/v1/dashboard/{floor.Table}"), Turns);
            var theirs = await MedianAsync(() => RunAsync(database, floor.Sql), 3);
            Add(floor.Table, "now", ours, theirs);
        }
        foreach (var ago in new[] { 1, 500 })
        foreach (var floor in DashboardFloor.Past)
        {
            // What was asked for once is kept: each turn asks for another day.
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < 3; turn++)
            {
                var until = today.AddDays(-ago - turn);
                var from = floor.Weeks == 0 ? until : until.AddDays(-7 * floor.Weeks);
                var days =
                    floor.Weeks == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&from={from:yyyy-MM-dd}&to={until:yyyy-MM-dd}");
                var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/dashboard/{floor.Table}?asOf={until:yyyy-MM-dd}{days}");
                theirs.Add(await MedianAsync(() => RunAsync(database, floor.At(from, until, until)), 1));
                ours.Add(await MedianAsync(() => AskAsync(app.Client, path), 1));
            }
            Add(
                floor.Table,
                string.Create(CultureInfo.InvariantCulture, $"{ago} days ago, asked for the first time"),
                ours.Order().ElementAt(1),
                theirs.Order().ElementAt(1)
            );
        }
        return ratios;

        void Add(string table, string when, double ours, double theirs) =>
            ratios.Add(
                new(
                    string.Create(CultureInfo.InvariantCulture, $"Table {table}, {when}, {accounts:N0} accounts"),
                    ours,
                    theirs,
                    "ms",
                    3,
                    app.PeakMemory
                )
            );
    }

    private static async Task RollUpAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
        var watch = Stopwatch.StartNew();
        var days = await new StageRollUp(
            db,
            new StageBook(db, new AccountCounts(db, NullLogger<AccountCounts>.Instance)),
            TimeProvider.System
        ).RunAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {days} days rolled up in {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    /// <summary>The tables that the API's own description names.</summary>
    private static async Task<string[]> NamesAsync(HttpClient client)
    {
        using var document = System.Text.Json.JsonDocument.Parse(
            await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))
        );
        const string prefix = "/dashboard/";
        return
        [
            .. document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .Select(path => path.Name)
                .Where(path => path.Contains(prefix, StringComparison.Ordinal))
                .Select(path => path[(path.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length)..]),
        ];
    }

    private static async Task AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode != HttpStatusCode.OK || body.Length < 10)
            throw new InvalidOperationException($"{path} answered {answer.StatusCode} with {body.Length} bytes.");
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) { }
    }

    private static async Task<double> MedianAsync(Func<Task> work, int turns)
    {
        var times = new List<double>();
        for (var turn = 0; turn < turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times.Order().ElementAt(turns / 2);
    }
}
