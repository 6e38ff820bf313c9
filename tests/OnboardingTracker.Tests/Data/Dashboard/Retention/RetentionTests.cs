using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Retention;

public sealed class RetentionTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(1, "UTC")]
    [InlineData(2, "America/New_York")]
    [InlineData(3, "Pacific/Auckland")]
    public async Task Cohorts_are_what_somebody_would_count_by_hand_now_and_on_any_past_day(int seed, string zone)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var policy = PolicyIn(zone);
        var lives = await RetentionWorld.WriteAsync(app, 400, seed);
        var seen = new RetentionCohort(default, 0, 0, 0, 0, 0);
        foreach (var asOf in Moments(policy, seed))
        {
            var judged = RetentionByHand.Judge(lives, asOf);
            var book = await app.WithAsync(services => services.GetRequiredService<RetentionReader>().ReadAsync(asOf));

            book.Cohorts.Should().Equal(RetentionByHand.Cohorts(judged), "as of {0}", asOf.Until);
            seen = book.Cohorts.Aggregate(seen, Sum);
        }
        new[] { seen.Retained, seen.Lost, seen.Staying, seen.Gone, seen.Apart }.Should().OnlyContain(count => count > 20);
    }

    [Theory]
    [InlineData(4, "UTC")]
    [InlineData(5, "Europe/Berlin")]
    public async Task Every_number_opens_exactly_its_accounts(int seed, string zone)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var policy = PolicyIn(zone);
        var lives = await RetentionWorld.WriteAsync(app, 250, seed);
        foreach (var asOf in Moments(policy, seed).TakeLast(2))
        {
            var judged = RetentionByHand.Judge(lives, asOf);
            var rows = await ReadAsync(app, "retention", asOf);
            rows.Should().HaveCountGreaterThan(4);
            foreach (var cell in rows.SelectMany(row => row).Where(cell => cell.Opens is not null))
            {
                var keys = Keys(cell.Opens!);
                var accounts = (await ListAsync(app, keys, asOf)).ConvertAll(row => row.AccountId);

                accounts.Should().BeEquivalentTo(judged.Where(Of(keys, judged)).Select(j => j.Account.Id), cell.Opens);
                if (keys["part"] != "over")
                    cell.Number.Should().Be(accounts.Count, cell.Opens);
            }
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Accounts_about_to_fall_out_are_those_that_a_person_would_name(int seed)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lives = await RetentionWorld.WriteAsync(app, 300, seed, RetentionWorld.Now.AddDays(-80));
        var asOf = Moments(PolicyIn("UTC"), seed)[^1];
        var byHand = RetentionByHand
            .Judge(lives, asOf)
            .Select(j => (j.Account.Id, Reason: RetentionByHand.Reason(j)))
            .Where(j => j.Reason is not null)
            .ToList();

        var rows = await ReadAsync(app, "retention-at-risk", asOf);

        rows.Should().HaveCount(RiskSql.Reasons.Count + 1);
        for (var reason = 0; reason < RiskSql.Reasons.Count; reason++)
        {
            var named = byHand.Where(j => j.Reason == reason).Select(j => j.Id).ToList();
            named.Should().NotBeEmpty("reason {0} is to be there", reason);
            rows[reason][1].Number.Should().Be(named.Count, RiskSql.Reasons[reason].Words);
            (await ListAsync(app, Keys(rows[reason][1].Opens!), asOf)).Select(row => row.AccountId).Should().BeEquivalentTo(named);
        }
        rows[^1][1].Number.Should().Be(byHand.Count);
        var all = await ListAsync(app, Keys(rows[^1][1].Opens!), asOf);
        var reasons = byHand.ToDictionary(j => j.Id, j => j.Reason);
        all.ConvertAll(row => reasons[row.AccountId]).Should().BeInAscendingOrder("the most certain comes first");
        all.Should().OnlyContain(row => row.Note != null);
    }

    [Fact]
    public async Task The_lost_and_those_about_to_leave_come_first_in_a_cohorts_list()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lives = await RetentionWorld.WriteAsync(app, 200, 8, RetentionWorld.Now.AddDays(-80));
        app.Clock.SetUtcNow(RetentionWorld.Now);
        var asOf = Moments(PolicyIn("UTC"), 8)[^1];
        var judged = RetentionByHand.Judge(lives, asOf).ToDictionary(j => j.Account.Id);

        var list = await ListAsync(app, Keys("figure=retention&cohort=2026-01&part=accounts"), asOf);

        var places = list.ConvertAll(row => judged[row.AccountId] is var j && j.Lost ? -1 : RetentionByHand.Reason(j) ?? 9);
        places.Should().BeInAscendingOrder();
        places.Should().Contain(-1).And.Contain(9).And.Contain(place => place >= 0 && place < 9);
    }

    [Fact]
    public async Task What_is_kept_of_bills_is_what_one_would_make_of_the_invoices_anew()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 300, 9);

        const string Kept =
            "select (account_id, source, invoice, made_at, amount, currency)::text as \"Value\" from bill_peaks where superseded_at is null";
        const string Anew = "select p::text as \"Value\" from (" + BillPeaksAnew.Select + ") p";
        var (kept, anew) = await app.DbAsync(async db =>
            (await db.Database.SqlQueryRaw<string>(Kept).ToListAsync(), await db.Database.SqlQueryRaw<string>(Anew).ToListAsync())
        );

        kept.Should().HaveCountGreaterThan(200).And.BeEquivalentTo(anew);
    }

    private static Func<Judged, bool> Of(Dictionary<string, string> keys, List<Judged> judged)
    {
        var open = judged.Where(j => j is { Apart: false, Over: false }).Select(j => j.Month).ToHashSet();
        return j =>
            (
                keys["cohort"] == "closed"
                    ? !open.Contains(j.Month)
                    : keys["cohort"] == j.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)
            )
            && (keys["part"] == "apart") == j.Apart
            && keys["part"] switch
            {
                "retained" => j is { Over: true, Lost: false },
                "lost" => j is { Over: true, Lost: true },
                "staying" => j is { Over: false, Lost: false },
                "gone" => j is { Over: false, Lost: true },
                "over" => j.Over,
                _ => true,
            };
    }

    private static Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(TrackerApp app, string table, AsOf asOf) =>
        app.WithAsync(services =>
            services.GetServices<IFigureTable>().Single(t => t.Name == table).ReadAsync(new(asOf, new(asOf.Day, asOf.Day)), default)
        );

    private static Task<List<Listed>> ListAsync(TrackerApp app, Dictionary<string, string> keys, AsOf asOf) =>
        app.WithAsync(async services =>
        {
            var list = services.GetServices<IFigureList>().Single(l => l.Name == keys["figure"]);
            var cell = await list.FindAsync(keys, new(asOf, new(asOf.Day, asOf.Day)), default);
            cell.Should().NotBeNull();
            var sql = $"select account_id, note, rank from ({cell!.Sql}) f order by f.rank desc, f.at desc, f.key desc";
            return await services.GetRequiredService<TrackerDb>().Database.SqlQueryRaw<Listed>(sql, [.. cell.Parameters]).ToListAsync();
        });

    private static Dictionary<string, string> Keys(string query) =>
        query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static Policy PolicyIn(string zone) =>
        new()
        {
            TimeZone = zone,
            CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.0825m },
        };

    /// <summary>Some days that are over, their ends in the team's zone, and now.</summary>
    private static List<AsOf> Moments(Policy policy, int seed)
    {
        var random = new Random(seed);
        var moments = new List<AsOf>();
        for (var i = 0; i < 12; i++)
        {
            var day = DateOnly.FromDateTime(RetentionWorld.First.UtcDateTime).AddDays(random.Next(60, 303));
            var until = TeamCalendar.StartOf(day.AddDays(1), policy);
            moments.Add(new(day, until, IsNow: false, new RunContext(until.AddMicroseconds(-1), policy, 1)));
        }
        var now = RetentionWorld.Now;
        moments.Add(new(TeamCalendar.DayOf(now, policy), now, IsNow: true, new RunContext(now, policy, 1)));
        return moments;
    }

    private static RetentionCohort Sum(RetentionCohort one, RetentionCohort other) =>
        new(
            default,
            one.Retained + other.Retained,
            one.Lost + other.Lost,
            one.Staying + other.Staying,
            one.Gone + other.Gone,
            one.Apart + other.Apart
        );

    private sealed class Listed
    {
        public long AccountId { get; init; }
        public string? Note { get; init; }
        public long Rank { get; init; }
    }
}
