using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;
using static OnboardingTracker.Tests.Domain.Playbooks.AlertSubjects;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>"At or above $1,000, or at least 2× the last paid regular invoice and over $100."</summary>
public sealed class LargeInvoiceTests
{
    private static readonly Playbook s_playbook = LargeInvoice.Playbook;

    [Theory]
    [InlineData(999.99, null, false)]
    [InlineData(1000.00, null, true)]
    [InlineData(1000.01, null, true)]
    [InlineData(398.00, 200.0, false)] // 1.99 times
    [InlineData(400.00, 200.0, true)]
    [InlineData(400.01, 200.0, true)]
    [InlineData(100.00, 50.0, false)] // twice, but not over 100
    [InlineData(100.01, 50.0, true)]
    [InlineData(999.99, 0.0, false)] // a bill of nothing is no measure
    [InlineData(0.00, 200.0, false)] // all of it paid by credit
    public void The_thresholds(decimal bill, double? lastPaid, bool large)
    {
        var forecast = Account(bill);
        var upcoming = Account().Upcoming(bill);
        if (lastPaid is { } paid)
        {
            forecast.Paid((decimal)paid);
            upcoming.Paid((decimal)paid, subscription: "sub_1");
        }

        s_playbook.Wanted(forecast).Count.Should().Be(large ? 1 : 0);
        s_playbook.Wanted(upcoming).Count.Should().Be(large ? 1 : 0);
    }

    [Fact]
    public void The_thresholds_are_policy()
    {
        var policy = new Policy
        {
            LargeInvoiceFrom = 500,
            LargeInvoiceTimesLast = 3,
            LeadForecastAbove = 50,
        };

        s_playbook.Wanted(Account(499.99m), Context(policy)).Should().BeEmpty();
        s_playbook.Wanted(Account(500m), Context(policy)).Should().ContainSingle();
        s_playbook.Wanted(Account(59.99m).Paid(20), Context(policy)).Should().BeEmpty();
        s_playbook.Wanted(Account(60m).Paid(20), Context(policy)).Should().ContainSingle();
    }

    [Fact]
    public void Another_currency_is_compared_by_its_rate_and_not_at_all_without_one()
    {
        var rated = Context(new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.25m } });

        s_playbook.Wanted(Account(799.99m, "EUR"), rated).Should().BeEmpty();
        s_playbook.Wanted(Account(800m, "EUR"), rated).Should().ContainSingle();
        s_playbook.Wanted(Account().Upcoming(800m, currency: "EUR"), rated).Should().ContainSingle();
        s_playbook.Wanted(Account(400m).Paid(160, "EUR"), rated).Should().ContainSingle("160 EUR are 200 USD");
        s_playbook.Wanted(Account(398m).Paid(160, "EUR"), rated).Should().BeEmpty();
        s_playbook.Wanted(Account(400m).Paid(160, "JPY"), rated).Should().BeEmpty();

        s_playbook.Wanted(Account(5000m, "EUR")).Should().BeEmpty();
        s_playbook
            .Explain(Account(5000m, "EUR"), Context())[^1]
            .Value.Should()
            .Be("5000.00 EUR, not compared: no rate for EUR on 2026-03-20, none paid before");
    }

    [Fact]
    public void Only_what_was_paid_for_the_same_subscription_and_regularly_is_the_measure()
    {
        s_playbook.Wanted(Account(400m).Paid(200, regular: false)).Should().BeEmpty();
        s_playbook.Wanted(Account(400m).Paid(200, daysAgo: 40).Paid(390)).Should().BeEmpty("the last one counts");
        s_playbook
            .Wanted(Account().Upcoming(400).Upcoming(300, "sub_2").Paid(200, subscription: "sub_1").Paid(300, subscription: "sub_2"))
            .Should()
            .ContainSingle()
            .Which.Figures.Should()
            .Match<AlertFigures>(figures => figures.Subscription == "sub_1" && figures.LastPaid == 200m && figures.Amount == 400m);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "2026-03-01")]
    [InlineData(1, "2026-03-01")]
    [InlineData(7, "2026-03-01")]
    [InlineData(8, "2026-03-02")]
    [InlineData(20, "2026-03-14")]
    public void Due_seven_days_before_the_renewal_or_today(int renewsIn, string? due) =>
        s_playbook
            .Wanted(Account(2000m, renewal: new DateOnly(2026, 3, 1).AddDays(renewsIn).ToString("yyyy-MM-dd", null)))
            .Select(alert => alert.DueOn.ToString("yyyy-MM-dd", null))
            .SingleOrDefault()
            .Should()
            .Be(due);

    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    [InlineData("2", true)]
    [InlineData("3a", true)]
    [InlineData("3b", true)]
    [InlineData("4a", true)]
    [InlineData("4b", true)]
    [InlineData("5", true)]
    [InlineData("6a", true)]
    [InlineData("6b", true)]
    [InlineData("6c", false)]
    [InlineData("6d", false)]
    [InlineData("7", true)]
    public void Accounts_in_1_to_5_6a_6b_and_7_that_are_not_with_Sales(string? stage, bool concerned)
    {
        s_playbook.Wanted(Account(2000m, stage: stage)).Count.Should().Be(concerned ? 1 : 0);
        s_playbook.Wanted(Account(2000m, stage: stage, sales: "ae@example.com")).Should().BeEmpty();
        FailedPayment.Playbook.Wanted(Account(stage: stage).Failed()).Count.Should().Be(concerned ? 1 : 0);
        FailedPayment.Playbook.Wanted(Account(stage: stage, sales: "ae@example.com").Failed()).Should().BeEmpty();
    }

    [Fact]
    public void Forecast_and_upcoming_invoice_of_one_subscription_are_one_bill()
    {
        var account = Account(1200m, renewal: "2026-03-20");
        s_playbook.Carry(account, Context());
        account.Upcoming(1300m);
        s_playbook.Carry(account, Context()).Changes.Should().ContainSingle().Which.Should().BeOfType<AlertChange.Update>();
        account.Alerts.Should().ContainSingle().Which.Figures!.Amount.Should().Be(1300m);
    }

    [Fact]
    public void A_renewal_that_is_corrected_is_the_same_occasion_and_the_next_period_another_one()
    {
        foreach (var (renewal, alerts) in new[] { ("2026-03-20", 1), ("2026-04-02", 1), ("2026-04-03", 2), ("2026-04-20", 2) })
        {
            var account = Account(1200m);
            s_playbook.Carry(account, Context());
            var later = Account(1200m, renewal: renewal);
            later.Alerts = account.Alerts;
            s_playbook.Carry(later, Context());
            later.Alerts.Should().HaveCount(alerts, renewal);
            later.Alerts.Count(task => task.IsLive).Should().Be(1, renewal);
        }
    }

    [Fact]
    public void A_past_bill_that_the_forecast_still_repeats_is_not_the_next_one() =>
        s_playbook.Wanted(Account(1200m, renewal: "2026-03-30").Upcoming(1200m, inDays: -2)).Should().BeEmpty();
}
