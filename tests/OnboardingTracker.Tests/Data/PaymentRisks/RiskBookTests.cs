using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Data.PaymentRisks;

public sealed class RiskBookTests(TestPostgres postgres)
{
    private static readonly Actor s_rita = Actor.User("rita@example.com");

    [Theory]
    [InlineData(1, "UTC")]
    [InlineData(2, "America/New_York")]
    [InlineData(3, "Pacific/Auckland")]
    public async Task List_and_sums_are_what_somebody_would_make_by_hand_of_a_random_book(int seed, string zone)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var policy = new Policy
        {
            TimeZone = zone,
            CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.0825m },
            RiskWeightAtRisk = 0.35m,
        };
        var run = new RunContext(app.Clock.GetUtcNow(), policy, 1);
        await app.DbAsync(async db =>
        {
            await RandomBills.WriteAsync(db, 300, seed);
            var byHand = await RandomBills.ByHandAsync(db, run);
            var book = new RiskBook(db, run);

            var rows = await book.All(new RiskFilter(), RiskSort.Parse("name")!).ToListAsync();
            rows.Select(row => row.Id).Should().BeEquivalentTo(byHand.Select(e => e.Account.Id));
            foreach (var row in rows)
            {
                var expected = byHand.Single(e => e.Account.Id == row.Id);
                row.Stale.Should().Be(expected.Stale, "stale of {0}", row.Name);
                (row.OpenAmount ?? 0, row.UpcomingAmount ?? 0).Should().Be((expected.Open, expected.Upcoming), row.Name);
                (row.OpenCount, row.UpcomingCount).Should().Be((expected.Bills.Count(b => b.Open), expected.Bills.Count(b => !b.Open)));
                (row.FailedAt is not null).Should().Be(expected.Bills.Any(b => b.Failed));
            }
            byHand.Should().Contain(e => e.Stale).And.Contain(e => !e.Stale);

            var sums = await db.SumsAsync(book, new RiskFilter());
            sums.ByAssessment.Should().Equal(RiskSums.Order.Select(a => RandomBills.SumByHand(byHand, a, policy.RiskWeight(a))));
            sums.RiskAdjusted.Should()
                .Be(byHand.Sum(e => (e.Account.ForecastInTeamCurrency ?? 0) * policy.RiskWeight(e.Account.PaymentRisk)));
            sums.Apart.Should().OnlyContain(part => part.Currency == "SEK", "only that has no rate");
            sums.Apart.Sum(part => part.Open + part.Upcoming)
                .Should()
                .Be(byHand.SelectMany(e => e.Bills).Where(b => b.Amount?.Currency == "SEK").Sum(b => b.Amount!.Value.Amount));
            sums.Apart.Sum(part => part.Forecast)
                .Should()
                .Be(byHand.Where(e => e.Account.ForecastCurrency == "SEK").Sum(e => e.Account.ForecastAmount!.Value));

            var stale = await db.SumsAsync(book, new RiskFilter { Stale = true, Bills = RiskBills.Failed });
            stale.Accounts.Should().Be(byHand.Count(e => e.Stale && e.Bills.Any(b => b.Failed)));
            return true;
        });
    }

    [Theory]
    [InlineData("urgency")]
    [InlineData("-urgency")]
    [InlineData("dueOn")]
    [InlineData("-amount")]
    [InlineData("forecast")]
    [InlineData("-forecast")]
    [InlineData("assessedAt")]
    [InlineData("-name")]
    public async Task Every_order_is_paged_forth_and_back_without_a_gap(string order)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var sort = RiskSort.Parse(order)!;
        await app.DbAsync(async db =>
        {
            await RandomBills.WriteAsync(db, 120, 7);
            var book = new RiskBook(db, new RunContext(app.Clock.GetUtcNow(), new Policy(), 0));
            var all = await book.All(new RiskFilter(), sort).Select(row => row.Id).ToListAsync();
            all.Should().HaveCountGreaterThan(40);
            var (seen, pages) = (new List<long>(), new List<RiskPage>());
            RiskCursor? at = null;
            do
            {
                var page = await book.PageAsync(new RiskFilter(), sort, at, 13);
                pages.Add(page);
                seen.AddRange(page.Rows.Select(row => row.Id));
                // As an address carries it.
                RiskCursor.TryParse(page.Next?.ToString(), sort, out at).Should().BeTrue();
            } while (at is not null);
            seen.Should().Equal(all);
            pages[0].Previous.Should().BeNull();
            var back = await book.PageAsync(new RiskFilter(), sort, pages[2].Previous, 13);
            back.Rows.Select(row => row.Id).Should().Equal(pages[1].Rows.Select(row => row.Id));
            return true;
        });
    }

    /// <summary>The renewal is on 20 March, so the period began on 20 February: midnight there in New York, 05:00 UTC.</summary>
    [Theory]
    [InlineData("2026-02-20T04:59:59Z", true)]
    [InlineData("2026-02-20T05:00:00Z", false)]
    [InlineData("2026-02-20T05:00:01Z", false)]
    public async Task An_assessment_is_stale_up_to_the_second_before_the_period_began(string at, bool stale)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().AssessPaymentRiskAsync(id, PaymentRisk.AtRisk, null, s_rita)
        );
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        await app.DbAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.PaymentRiskAt, moment)));
        var run = new RunContext(app.Clock.GetUtcNow(), new Policy { TimeZone = "America/New_York" }, 1);

        var row = await app.DbAsync(async db => await new RiskBook(db, run).All(new RiskFilter(), RiskSort.Default).SingleAsync());

        row.Stale.Should().Be(stale);
        row.PeriodBeganOn.Should().Be(new DateOnly(2026, 2, 20));
    }

    [Fact]
    public async Task Sums_of_a_past_day_are_those_that_stood_there_then()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await AssessAsync(PaymentRisk.LikelyToPay, "early");
        app.Clock.Advance(TimeSpan.FromDays(3));
        var (day, then) = await SumsAsync();
        app.Clock.Advance(TimeSpan.FromDays(2));
        await AssessAsync(PaymentRisk.AtRisk, "first");
        await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpdateAsync(id, new AccountUpdate { Forecast = new Money(500, "USD") }, DetailSources.Person, s_rita)
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        await AssessAsync(PaymentRisk.UnlikelyToPay, "second");

        var (_, now) = await SumsAsync();
        var since = await app.DbAsync(async db => await db.SinceAsync(await BookAsync(db), day));

        now[PaymentRisk.UnlikelyToPay].Forecast.Should().Be(500);
        since.Then.Should().BeEquivalentTo(then.ByAssessment, same => same.Excluding(sum => sum.Upcoming));
        since.Then.Single(sum => sum.Assessment == PaymentRisk.LikelyToPay).Forecast.Should().Be(80);
        var changed = since.Assessed.Should().ContainSingle().Which;
        (changed.From, changed.To, changed.Note, changed.By)
            .Should()
            .Be((PaymentRisk.LikelyToPay, PaymentRisk.UnlikelyToPay, "second", s_rita));
        (await app.DbAsync(async db => await db.SinceAsync(await BookAsync(db), day.AddDays(3)))).Assessed.Should().BeEmpty();

        Task<bool> AssessAsync(PaymentRisk risk, string note) =>
            app.WithAsync(services => services.GetRequiredService<AccountWrites>().AssessPaymentRiskAsync(id, risk, note, s_rita));

        Task<RiskBook> BookAsync(TrackerDb db) => Task.FromResult(new RiskBook(db, new RunContext(app.Clock.GetUtcNow(), new Policy(), 0)));

        Task<(DateOnly Day, RiskTotals Sums)> SumsAsync() =>
            app.DbAsync(async db =>
            {
                var book = await BookAsync(db);
                return (book.Context.Today, await db.SumsAsync(book, new RiskFilter()));
            });
    }
}
