using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Dashboard.Retention;

/// <summary>The accounts about to leave that are kept against all that is written of all accounts.</summary>
public sealed class LeavingBookTests(TestPostgres postgres)
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");

    /// <summary>Whatever can happen to a row, with the moment that it happens at and some accounts of its own.</summary>
    private static readonly string[] s_writes =
    [
        "update invoices set state = (array['open', 'paid', 'void', 'uncollectible'])[1 + @n % 4], failed_at = case when @n % 3 > 0 then @at end where account_id % 7 = @n % 7",
        "update invoices set made_at = @at where account_id % 11 = @n % 11",
        "update invoices i set account_id = (select id from accounts where id % 17 = @n % 17 order by id limit 1) where account_id % 19 = @n % 19",
        "delete from invoices where id % 53 = @n % 53",
        "insert into invoices (account_id, source, external_id, amount_due, currency, made_at, state, regular, attempts, failed_at) select id, 'storm', 'x' || @n, 10, 'USD', @at, 'open', true, 1, @at from accounts where id % 13 = @n % 13",
        "update subscriptions set live = @n % 2 = 0, ends_at_period_end = @n % 3 = 0, ended_at = @at where account_id % 5 = @n % 5",
        "update subscriptions s set account_id = (select id from accounts where id % 17 = @n % 17 order by id limit 1) where account_id % 23 = @n % 23",
        "delete from subscriptions where id % 37 = @n % 37",
        "update accounts set payment_risk = (array['notAssessed', 'atRisk', 'unlikelyToPay', 'likelyToPay'])[1 + @n % 4], payment_risk_at = @at where id % 6 = @n % 6",
        "update accounts set forecast_in_team_currency = @n where id % 4 = @n % 4",
        "update accounts set name = 'Renamed' where id % 4 = @n % 4",
        "update accounts set merged_into_id = (select min(id) from accounts), merged_at = @at where id % 41 = @n % 41 and id > (select min(id) from accounts)",
        "update accounts set merged_into_id = null, merged_at = null where id % 43 = @n % 43",
        "insert into bill_peaks (account_id, source, invoice, made_at, amount, currency, recorded_at) select id, 'storm', 'p' || @n, @at, 150 + @n % 100, 'USD', @at from accounts where id % 9 = @n % 9",
        "update bill_peaks set superseded_at = @at where id % 17 = @n % 17",
        "delete from bill_peaks where id % 29 = @n % 29",
        "insert into churns (account_id, at, recorded_at) select id, @at, @at from accounts where id % 19 = @n % 19",
        "update churns set superseded_at = @at where id % 7 = @n % 7",
        "delete from churns where id % 11 = @n % 11",
    ];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task They_follow_whatever_is_written_and_whatever_moment_comes(int seed)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lives = await RetentionWorld.WriteAsync(app, 200, seed, RetentionWorld.Now.AddDays(-80));
        var (random, policy, seen) = (new Random(seed), PolicyOf(100), new HashSet<int>());
        for (var round = 0; round < 50; round++)
        {
            for (var writes = random.Next(4); writes > 0; writes--)
                await WriteAsync(app, random);
            if (random.Next(3) == 0)
                await MoveAsync(app, random, lives);
            seen.UnionWith(await SameAsync(app, policy, $"as written in round {round}"));
            // Standing still, to the very moment of something, past others, and at times past midnight.
            app.Clock.Advance(
                new TimeSpan[]
                {
                    default,
                    TimeSpan.FromMicroseconds(1),
                    TimeSpan.FromMinutes(1),
                    TimeSpan.FromMinutes(5),
                    TimeSpan.FromHours(7),
                }[random.Next(5)]
            );
            if (random.Next(8) == 0)
                policy = PolicyOf(random.Next(90, 260), random.Next(2) == 0 ? "Pacific/Auckland" : "UTC");
            seen.UnionWith(await SameAsync(app, policy, $"in round {round}"));
        }
        seen.Should().Contain([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task They_follow_signals_moves_and_merges()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (acme, second, now) = (await app.LeadAsync(), await app.LeadAsync("second"), app.Clock.GetUtcNow());
        await TellAsync(0.1, Subscription("acme", live: true));
        await TellAsync(1, Bill("acme", "a", 200));
        await TellAsync(2, Bill("second", "b", 300) with { Kind = SignalKinds.PaymentFailed });
        (await SameAsync(app, PolicyOf(100), "when a payment failed")).Should().Contain(2);
        await TellAsync(3, Bill("second", "b", 300) with { Kind = SignalKinds.InvoicePaid });
        await TellAsync(4, Subscription("acme", live: false));
        await app.WithAsync(services => services.GetRequiredService<AccountMoves>().MoveAsync(new(acme, "6d", s_ann, "gone")));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SameAsync(app, PolicyOf(100), "when it was moved out");
        var last = await app.DbAsync(db => db.Accounts.Where(a => a.Id == acme).Select(a => a.LastTransitionId!.Value).SingleAsync());
        await app.WithAsync(services => services.GetRequiredService<AccountMoves>().UndoAsync(acme, last, s_ann));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SameAsync(app, PolicyOf(100), "when that was undone");
        await app.WithAsync(services => services.GetRequiredService<AccountMerges>().MergeAsync(acme, second, s_ann));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SameAsync(app, PolicyOf(100), "when they were merged");
        app.Clock.Advance(TimeSpan.FromDays(100));
        (await SameAsync(app, PolicyOf(100), "when the months were over")).Should().BeEmpty();

        async Task TellAsync(double day, SignalFact fact)
        {
            await app.TellAsync(fact with { OccurredAt = now.AddDays(day) });
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await SameAsync(app, PolicyOf(100), $"on day {day}");
        }
    }

    [Fact]
    public async Task Whoever_reads_and_writes_at_the_same_time_loses_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 200, 23, RetentionWorld.Now.AddDays(-80));
        app.Clock.Advance(TimeSpan.FromHours(1));
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(async one =>
                    {
                        var random = new Random(round * 10 + one);
                        for (var again = 0; again < 12; again++)
                            if (one == 0)
                                await WriteAsync(app, random);
                            else if (one < 3)
                                await app.DbAsync(db =>
                                    db.Database.ExecuteSqlAsync(
                                        $"insert into churns (account_id, at, recorded_at) select id, {RetentionWorld.Now}, {RetentionWorld.Now} from accounts where id % 31 = {random.Next(31)}"
                                    )
                                );
                            else
                                await app.WithAsync(async services =>
                                {
                                    await services.GetRequiredService<LeavingBook>().RefreshAsync(Now(app, PolicyOf(one == 5 ? 120 : 100)));
                                    return 0;
                                });
                    })
            );
            await SameAsync(app, PolicyOf(100), $"in round {round}");
        }
    }

    /// <summary>The table, its list, and what a look at everything gives.</summary>
    private static Task<HashSet<int>> SameAsync(TrackerApp app, Policy policy, string when) =>
        app.WithAsync(async services =>
        {
            var (db, asOf) = (services.GetRequiredService<TrackerDb>(), Now(app, policy));
            var query = new FigureQuery(asOf, new(asOf.Day, asOf.Day));
            var rows = await services.GetServices<IFigureTable>().Single(t => t.Name == LeavingList.Figure).ReadAsync(query, default);
            var keys = new Dictionary<string, string> { ["figure"] = LeavingList.Figure };
            var cell = await services.GetServices<IFigureList>().Single(l => l.Name == LeavingList.Figure).FindAsync(keys, query, default);
            var listed = await db.Database.SqlQueryRaw<Leaving>(cell!.Sql, [.. cell.Parameters]).ToListAsync();
            var sql = $"""
                {RetentionSql.Logos()}
                select l.account_id, coalesce(risk.at, l.made_at) as at, bill.worth as amount, risk.note, risk.reason
                from logo l {RetentionSql.BillOfLogo} {RiskSql.OfLogo}
                where risk.reason is not null
                """;
            var read = await db.Database.SqlQueryRaw<Leaving>(sql, [.. RetentionSql.Parameters(asOf)]).ToListAsync();
            listed.OrderBy(one => one.AccountId).Should().Equal(read.OrderBy(one => one.AccountId), when);
            var forecasts = await db.Accounts.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.ForecastInTeamCurrency ?? 0);
            rows.Select(row => (row[1].Number, row[2].Number))
                .Should()
                .Equal(
                    Enumerable
                        .Range(0, RiskSql.Reasons.Count)
                        .Select(reason => read.FindAll(one => one.Reason == reason))
                        .Append(read)
                        .Select(of => ((decimal?)of.Count, (decimal?)of.Sum(one => forecasts[one.AccountId]))),
                    when
                );
            return read.Select(one => one.Reason).ToHashSet();
        });

    private static async Task WriteAsync(TrackerApp app, Random random)
    {
        var at = app.Clock.GetUtcNow().AddMinutes(random.Next(3) == 0 ? random.Next(-100_000, 3_000) : random.Next(-2, 3));
        NpgsqlParameter[] parameters = [new("n", random.Next(1000)), new("at", at)];
        var sql = s_writes[random.Next(s_writes.Length)];
        try
        {
            await app.DbAsync(db =>
                db.Database.ExecuteSqlRawAsync(sql, parameters.Where(p => sql.Contains("@" + p.ParameterName, StringComparison.Ordinal)))
            );
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Nothing is written then.
        }
    }

    /// <summary>Out by hand, back, or the last move undone.</summary>
    private static Task<int> MoveAsync(TrackerApp app, Random random, List<LivedAccount> lives) =>
        app.DbAsync(async db =>
        {
            var account = lives[random.Next(lives.Count)].Id;
            var last = await db.Transitions.Where(t => t.AccountId == account).OrderByDescending(t => t.Id).FirstOrDefaultAsync();
            var (from, to) = last?.To == "6d" ? ("6d", "6b") : ("1", "6d");
            var now = app.Clock.GetUtcNow();
            db.Transitions.Add(
                new Transition
                {
                    AccountId = account,
                    Passage = 1,
                    From = last is null ? null : from,
                    To = last is null ? "1" : to,
                    At = now.AddMinutes(random.Next(-2, 2)),
                    RecordedAt = now,
                    Actor = s_ann,
                    UndoesId = last is not null && random.Next(2) == 0 ? last.Id : null,
                }
            );
            return await db.SaveChangesAsync();
        });

    private static AsOf Now(TrackerApp app, Policy policy)
    {
        var run = new RunContext(app.Clock.GetUtcNow(), policy, 1);
        return new(run.Today, run.Now, IsNow: true, run);
    }

    private static Policy PolicyOf(decimal above, string zone = "UTC") =>
        new()
        {
            TimeZone = zone,
            LeadForecastAbove = above,
            CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.08m },
        };

    private static SignalFact Bill(string account, string invoice, decimal amount) =>
        new SignalFact
        {
            Kind = SignalKinds.InvoiceChanged,
            OccurredAt = default,
            Invoice = new()
            {
                Invoice = invoice,
                AmountDue = amount,
                Currency = "USD",
                Status = "open",
            },
        }.About(account);

    private static SignalFact Subscription(string account, bool live) =>
        new SignalFact
        {
            Kind = live ? SignalKinds.SubscriptionChanged : SignalKinds.SubscriptionEnded,
            OccurredAt = default,
            Subscription = new()
            {
                Subscription = "only",
                Live = live,
                Status = live ? "active" : "canceled",
            },
        }.About(account);

    private sealed record Leaving
    {
        public long AccountId { get; init; }
        public DateTimeOffset At { get; init; }
        public decimal? Amount { get; init; }
        public string? Note { get; init; }
        public int Reason { get; init; }
    }
}
