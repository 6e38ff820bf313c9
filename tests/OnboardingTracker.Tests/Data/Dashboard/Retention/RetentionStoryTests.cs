using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Dashboard.Retention;

/// <summary>Retention of accounts whose bills and subscriptions arrive as signals, in whatever order.</summary>
public sealed class RetentionStoryTests(TestPostgres postgres)
{
    /// <summary>Day 1. The first bill over the threshold is of its noon, so that 2 June is the last of its days: day 93.</summary>
    private static readonly DateTimeOffset s_first = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(90, 60.0, null, "lost")]
    [InlineData(93, 99.0, null, "staying")]
    [InlineData(94, 93.99, null, "lost")]
    [InlineData(95, 94.0, null, "retained")]
    [InlineData(200, 60.0, 63.0, "retained")]
    [InlineData(200, 60.0, 80.0, "lost")]
    [InlineData(200, 150.0, null, "retained")]
    public async Task An_account_is_lost_when_its_last_subscription_ends_within_three_months(
        int day,
        double endsOn,
        double? backOn,
        string part
    )
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        await app.TellAsync(Subscription(0.1, "old", live: true));
        await app.TellAsync(Bill(1, "a", 40));
        await app.TellAsync(Bill(1.5, "b", 140));
        await app.TellAsync(Bill(31, "c", 600));
        if (endsOn < day)
            await app.TellAsync(Subscription(endsOn, "old", live: false));
        if (backOn is { } back)
            await app.TellAsync(Subscription(back, "new", live: true));

        var cohort = (await ReadAsync(app, At(day))).Cohorts.Should().ContainSingle().Which;

        cohort.Month.Should().Be(new DateOnly(2026, 3, 1));
        (
            part switch
            {
                "lost" => endsOn < day ? cohort.Lost + cohort.Gone : 0,
                "retained" => cohort.Retained,
                _ => cohort.Staying,
            }
        )
            .Should()
            .Be(1, "{0}", cohort);
        cohort.Accounts.Should().Be(1);
    }

    [Fact]
    public async Task What_arrives_late_corrects_today_and_leaves_the_days_before_as_they_were()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        await app.TellAsync(Bill(40, "april", 300));
        app.Clock.SetUtcNow(At(50));
        var before = await ReadAsync(app, At(45));
        before.Cohorts.Should().ContainSingle().Which.Month.Should().Be(new DateOnly(2026, 4, 1));

        app.Clock.SetUtcNow(At(60));
        await app.TellAsync(Bill(5, "march", 200));

        (await ReadAsync(app, At(45))).Cohorts.Should().Equal(before.Cohorts);
        (await ReadAsync(app, At(61))).Cohorts.Should().ContainSingle().Which.Month.Should().Be(new DateOnly(2026, 3, 1));
    }

    [Fact]
    public async Task A_bill_that_is_voided_counts_no_longer_and_a_void_one_that_is_paid_does()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        await app.TellAsync(Bill(1, "a", 200));
        await app.TellAsync(Bill(33, "b", 150));
        await app.TellAsync(Bill(2, "a", 200) with { Kind = SignalKinds.InvoiceVoided });
        (await ReadAsync(app, At(40))).Cohorts.Should().ContainSingle().Which.Month.Month.Should().Be(4);

        await app.TellAsync(Bill(41, "a", 200) with { Kind = SignalKinds.InvoicePaid });

        (await ReadAsync(app, At(42))).Cohorts.Should().ContainSingle().Which.Month.Month.Should().Be(3);
        (await ReadAsync(app, At(40))).Cohorts.Should().ContainSingle().Which.Month.Month.Should().Be(4);
    }

    [Fact]
    public async Task A_merged_account_is_counted_once_with_the_bills_of_both()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (one, other) = (await app.LeadAsync(), await app.LeadAsync("second"));
        await app.TellAsync(Bill(40, "a", 300));
        await app.TellAsync(Bill(3, "b", 300, "second"));
        app.Clock.SetUtcNow(At(50));

        await app.WithAsync(services => services.GetRequiredService<AccountMerges>().MergeAsync(other, one, Actor.User("ann@example.com")));

        (await ReadAsync(app, At(45))).Cohorts.Sum(cohort => cohort.Accounts).Should().Be(2, "they were two then");
        var cohort = (await ReadAsync(app, At(51))).Cohorts.Should().ContainSingle().Which;
        (cohort.Month.Month, cohort.Accounts).Should().Be((3, 1));
    }

    [Fact]
    public async Task Another_threshold_asks_for_nothing_to_be_done()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        await app.TellAsync(Bill(1, "a", 120));
        await app.TellAsync(Bill(33, "b", 250));
        var asOf = await MomentAsync(app, At(40));

        var higher = new AsOf(asOf.Day, asOf.Until, false, new(asOf.Run.Now, asOf.Policy with { LeadForecastAbove = 200 }, 2));

        (await ReadAsync(app, asOf)).Cohorts.Single().Month.Month.Should().Be(3);
        (await ReadAsync(app, higher)).Cohorts.Single().Month.Month.Should().Be(4);
    }

    private static DateTimeOffset At(double day) => s_first.AddDays(day - 1);

    private static async Task<RetentionBook> ReadAsync(TrackerApp app, DateTimeOffset until) =>
        await ReadAsync(app, await MomentAsync(app, until));

    private static Task<RetentionBook> ReadAsync(TrackerApp app, AsOf asOf) =>
        app.WithAsync(services => services.GetRequiredService<RetentionReader>().ReadAsync(asOf));

    private static Task<AsOf> MomentAsync(TrackerApp app, DateTimeOffset until) =>
        app.DbAsync(async db =>
        {
            var run = await db.RunContextAsync(until);
            return new AsOf(run.Today, until, true, run);
        });

    private static SignalFact Bill(double day, string invoice, decimal amount, string account = "acme") =>
        new SignalFact
        {
            Kind = SignalKinds.InvoiceChanged,
            OccurredAt = At(day),
            Invoice = new()
            {
                Invoice = invoice,
                AmountDue = amount,
                Currency = "USD",
                Status = "open",
            },
        }.About(account);

    private static SignalFact Subscription(double day, string id, bool live) =>
        new SignalFact
        {
            Kind = live ? SignalKinds.SubscriptionChanged : SignalKinds.SubscriptionEnded,
            OccurredAt = At(day),
            Subscription = new()
            {
                Subscription = id,
                Live = live,
                Status = live ? "active" : "canceled",
            },
        }.About("acme");
}
