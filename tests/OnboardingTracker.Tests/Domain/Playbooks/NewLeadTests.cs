using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>pipeline.md, "Who is a lead".</summary>
public sealed class NewLeadTests
{
    [Theory]
    [InlineData("payAsYouGo", null, false, true)]
    [InlineData("startup", null, false, false)]
    [InlineData("startup", null, true, true)]
    [InlineData("annual", null, true, false)]
    [InlineData("free", null, true, false)]
    [InlineData("other", null, true, false)]
    [InlineData("payAsYouGo", "yc", false, true)]
    [InlineData("startup", "yc", false, true)]
    [InlineData("free", "yc", false, true)]
    [InlineData("other", "yc", false, true)]
    [InlineData("annual", "yc", false, false)]
    [InlineData("annual", "yc", true, false)]
    [InlineData("free", "techstars", false, false)]
    public void The_plan_is_pay_as_you_go_or_the_programme_is_YC_and_not_annual(
        string plan,
        string? program,
        bool otherStartups,
        bool lead
    ) =>
        IsLead(
                new()
                {
                    Plan = Enum.Parse<Plan>(plan, ignoreCase: true),
                    Program = program,
                    ForecastInTeamCurrency = 500,
                },
                new Policy { OtherStartupProgramsAreLeads = otherStartups }
            )
            .Should()
            .Be(lead);

    [Theory]
    [InlineData("99.99", false)]
    [InlineData("100", false)]
    [InlineData("100.0001", true)]
    [InlineData("100.01", true)]
    [InlineData("0", false)]
    [InlineData("-500", false)]
    public void The_forecast_is_above_100_and_not_100(string forecast, bool lead) =>
        IsLead(PayAsYouGo(new Money(decimal.Parse(forecast, System.Globalization.CultureInfo.InvariantCulture), "USD"))).Should().Be(lead);

    [Theory]
    [InlineData("120", "EUR", "1.10", true)]
    [InlineData("91", "EUR", "1.10", true)]
    [InlineData("90.90", "EUR", "1.10", false)]
    [InlineData("100", "EUR", "1", false)]
    [InlineData("15000", "JPY", "0.0067", true)]
    [InlineData("14000", "JPY", "0.0067", false)]
    [InlineData("5000", "GBP", null, false)]
    public void Another_currency_is_compared_by_the_policys_rate_and_without_one_never_taken_for_dollars(
        string amount,
        string currency,
        string? rate,
        bool lead
    )
    {
        var policy = new Policy { CurrencyRates = rate is null ? new Dictionary<string, decimal>() : new() { [currency] = Number(rate) } };

        IsLead(PayAsYouGo(new Money(Number(amount), currency), policy), policy).Should().Be(lead);
    }

    [Fact]
    public void A_forecast_without_a_rate_is_said_to_be_without_one()
    {
        var subject = PayAsYouGo(new Money(5000, "GBP"));

        Explain(subject, "forecast above 100 USD")
            .Should()
            .Be(new ConditionResult("forecast above 100 USD", false, "forecast 5000.00 GBP, not compared: no rate for GBP"));
        Explain(new PlaybookSubject { Plan = Plan.PayAsYouGo }, "forecast above 100 USD").Value.Should().Be("no forecast");
    }

    [Fact]
    public void With_a_rate_the_evidence_shows_both_amounts()
    {
        var policy = new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.1m } };

        NewLead
            .Playbook.Because(PayAsYouGo(new Money(200, "EUR"), policy), Context(policy))
            .Should()
            .Be("became a lead: forecast 200.00 EUR = 220.00 USD, payAsYouGo");
    }

    [Fact]
    public void The_threshold_and_the_currency_are_the_policys()
    {
        var policy = new Policy { LeadForecastAbove = 250.5m, TeamCurrency = "EUR" };

        IsLead(PayAsYouGo(new Money(250.5m, "EUR"), policy), policy).Should().BeFalse();
        IsLead(PayAsYouGo(new Money(250.51m, "EUR"), policy), policy).Should().BeTrue();
        IsLead(PayAsYouGo(new Money(9000, "USD"), policy), policy).Should().BeFalse("there is no rate for dollars");
        Explain(PayAsYouGo(new Money(1, "EUR"), policy), "forecast above 250.5 EUR", policy).Holds.Should().BeFalse();
    }

    [Fact]
    public void Neither_with_Sales_nor_in_the_pipeline_before_nor_in_a_baseline()
    {
        IsLead(new() { Plan = Plan.PayAsYouGo, ForecastInTeamCurrency = 101 }).Should().BeTrue();
        IsLead(
                new()
                {
                    Plan = Plan.PayAsYouGo,
                    ForecastInTeamCurrency = 101,
                    SalesOwner = "ae@example.com",
                }
            )
            .Should()
            .BeFalse();
        IsLead(
                new()
                {
                    Plan = Plan.PayAsYouGo,
                    ForecastInTeamCurrency = 101,
                    Passage = 1,
                    Stage = "6a",
                }
            )
            .Should()
            .BeFalse();
        IsLead(
                new()
                {
                    Plan = Plan.PayAsYouGo,
                    ForecastInTeamCurrency = 101,
                    BaselineOn = new(2026, 1, 1),
                }
            )
            .Should()
            .BeFalse();
    }

    [Fact]
    public void Membership_asks_for_plan_forecast_and_Sales_alone()
    {
        var once = new PlaybookSubject
        {
            Plan = Plan.PayAsYouGo,
            ForecastInTeamCurrency = 101,
            Passage = 1,
            Stage = "5",
        };

        NewLead.Membership.Should().OnlyContain(condition => condition.Holds(once, Context(new Policy())));
        NewLead.Membership.Should().HaveCount(3);
    }

    private static PlaybookSubject PayAsYouGo(Money forecast, Policy? policy = null) =>
        new()
        {
            Plan = Plan.PayAsYouGo,
            ForecastAmount = forecast.Amount,
            ForecastCurrency = forecast.Currency,
            ForecastInTeamCurrency = forecast.InTeamCurrency((policy ?? new()).TeamCurrency, (policy ?? new()).CurrencyRates),
        };

    private static bool IsLead(PlaybookSubject subject, Policy? policy = null) =>
        NewLead.Playbook.Explain(subject, Context(policy ?? new Policy())).All(condition => condition.Holds);

    private static ConditionResult Explain(PlaybookSubject subject, string condition, Policy? policy = null) =>
        NewLead.Playbook.Explain(subject, Context(policy ?? new Policy())).Single(result => result.Name == condition);

    private static RunContext Context(Policy policy) => new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), policy, 0);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
