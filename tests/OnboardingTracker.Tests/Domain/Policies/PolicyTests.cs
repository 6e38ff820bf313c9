using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Policies;

public sealed class PolicyTests
{
    /// <summary>Every bold number of pipeline.md.</summary>
    [Fact]
    public void The_shipped_policy_is_the_one_printed_bold()
    {
        var policy = new Policy();

        policy.TimeZone.Should().Be("UTC");
        policy.PolicyHour.Should().Be(new TimeOnly(6, 0));
        policy.TeamCurrency.Should().Be("USD");
        policy.CurrencyRates.Should().BeEmpty();
        policy.LeadForecastAbove.Should().Be(100);
        policy.OtherStartupProgramsAreLeads.Should().BeFalse();
        policy.ConfirmNewLeadsAbove.Should().Be(50);
        policy.FinalOutreachDaysBefore.Should().Be(10);
        policy.FinalOutreachAtRenewal.Should().Be(1);
        policy.FinalOutreachDaysAfterOutreach.Should().Be(0);
        policy.FinalOutreachIncludesNewAccounts.Should().BeFalse();
        policy.NeverContactedDaysBefore.Should().Be(10);
        policy.SignalsBeforeEntryHours.Should().Be(24);
        policy.CallAssumedHeldAfterHours.Should().Be(2);
        policy.CallEventTypes.Should().BeEmpty("all event types count");
        policy.LateEngagementDays.Should().Be(30);
        policy.ChurnTakenBackDays.Should().Be(7);
        policy.LargeInvoiceFrom.Should().Be(1000);
        policy.LargeInvoiceTimesLast.Should().Be(2);
        policy.LargeInvoiceDueDaysBefore.Should().Be(7);
        policy.SurveyDelayDays.Should().Be(3);
        policy.SurveyReleased.Should().BeFalse();
        policy.PassageWeeks.Should().Be(8);
        policy.ConsultationSkus.Should().Equal("CONSULTATION");
        PolicyRules.Check(policy).Should().BeEmpty();
    }

    public static TheoryData<string, Policy> Bad =>
        new()
        {
            {
                "TimeZone",
                new Policy { TimeZone = "Mars/Olympus" }
            },
            {
                "TimeZone",
                new Policy { TimeZone = "" }
            },
            {
                "TeamCurrency",
                new Policy { TeamCurrency = "usd" }
            },
            {
                "TeamCurrency",
                new Policy { TeamCurrency = "DOLLAR" }
            },
            {
                "CurrencyRates",
                new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 0 } }
            },
            {
                "CurrencyRates",
                new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = -1 } }
            },
            {
                "CurrencyRates",
                new Policy { CurrencyRates = new Dictionary<string, decimal> { ["euro"] = 1 } }
            },
            {
                "CurrencyRates",
                new Policy { CurrencyRates = new Dictionary<string, decimal> { ["USD"] = 2 } }
            },
            {
                "LeadForecastAbove",
                new Policy { LeadForecastAbove = -0.01m }
            },
            {
                "ConfirmNewLeadsAbove",
                new Policy { ConfirmNewLeadsAbove = -1 }
            },
            {
                "FinalOutreachDaysBefore",
                new Policy { FinalOutreachDaysBefore = -1 }
            },
            {
                "FinalOutreachDaysBefore",
                new Policy { FinalOutreachDaysBefore = 61 }
            },
            {
                "FinalOutreachAtRenewal",
                new Policy { FinalOutreachAtRenewal = 0 }
            },
            {
                "FinalOutreachDaysAfterOutreach",
                new Policy { FinalOutreachDaysAfterOutreach = -1 }
            },
            {
                "LargeInvoiceTimesLast",
                new Policy { LargeInvoiceTimesLast = 0.5m }
            },
            {
                "PassageWeeks",
                new Policy { PassageWeeks = 0 }
            },
            {
                "ConsultationSkus",
                new Policy { ConsultationSkus = [] }
            },
            {
                "ConsultationSkus",
                new Policy { ConsultationSkus = [" "] }
            },
            {
                "SmallestSyncShare",
                new Policy { SmallestSyncShare = 1.01m }
            },
            {
                "RetentionGoal",
                new Policy { RetentionGoal = 1.01m }
            },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_value_is_refused_by_its_name(string field, Policy policy) =>
        PolicyRules.Check(policy).Should().ContainSingle().Which.Field.Should().Be(field);

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("W. Europe Standard Time")]
    public void A_time_zone_that_there_is_is_taken(string zone) => PolicyRules.Check(new Policy { TimeZone = zone }).Should().BeEmpty();
}
