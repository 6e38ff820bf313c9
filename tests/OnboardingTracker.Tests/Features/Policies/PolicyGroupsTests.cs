using System.Reflection;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Policies;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Tests.Features.Policies;

public sealed class PolicyGroupsTests
{
    [Fact]
    public void The_page_has_every_value_of_the_policy_once() =>
        PolicyGroups
            .Fields.Select(field => field.Name)
            .Should()
            .BeEquivalentTo(
                typeof(Policy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name)
            );

    [Fact]
    public void What_the_form_shows_is_read_back_unchanged_and_touches_its_own_value_only()
    {
        var policy = new Policy
        {
            CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.085m },
            CallEventTypes = ["Intro", "Second call"],
        };
        foreach (var field in PolicyGroups.Fields)
        {
            var read = field.With(policy, field.Text(policy));
            PolicyGroups.Fields.Where(other => other.Differs(policy, read)).Should().BeEmpty(field.Name);
            field.Said(policy, ReaderFormat.Default).Should().NotBeEmpty(field.Name);
        }
    }

    public static TheoryData<string, string, string> Typed =>
        new()
        {
            { nameof(Policy.FinalOutreachDaysBefore), "14", "14 days" },
            { nameof(Policy.FinalOutreachDaysBefore), "1", "1 day" },
            { nameof(Policy.FinalOutreachAtRenewal), "2", "2" },
            { nameof(Policy.FinalOutreachIncludesNewAccounts), "true", "on" },
            { nameof(Policy.LeadForecastAbove), "150.50", "$150.50" },
            { nameof(Policy.LargeInvoiceFrom), "2500", "$2,500" },
            { nameof(Policy.LargeInvoiceTimesLast), "2.5", "2.5 times" },
            { nameof(Policy.SmallestSyncShare), "75", "75 %" },
            { nameof(Policy.RetentionGoal), "92.5", "92.5 %" },
            { nameof(Policy.TimeZone), "Europe/Berlin", "Europe/Berlin" },
            { nameof(Policy.PolicyHour), "05:30", "05:30" },
            { nameof(Policy.TeamCurrency), "eur", "EUR" },
            { nameof(Policy.CurrencyRates), "gbp 1.27\n EUR=1.08 ", "EUR 1.08, GBP 1.27" },
            { nameof(Policy.CallEventTypes), "", "all" },
            { nameof(Policy.ConsultationSkus), "A\n\n B \nA", "A, B" },
        };

    [Theory]
    [MemberData(nameof(Typed))]
    public void What_is_typed_is_understood(string name, string typed, string said)
    {
        var field = PolicyGroups.Fields.Single(f => f.Name == name);
        field.Said(field.With(new Policy(), typed), ReaderFormat.Default).Should().Be(said);
    }

    [Theory]
    [InlineData(nameof(Policy.FinalOutreachDaysBefore), "ten")]
    [InlineData(nameof(Policy.FinalOutreachDaysBefore), "")]
    [InlineData(nameof(Policy.FinalOutreachDaysBefore), "10.5")]
    [InlineData(nameof(Policy.LeadForecastAbove), "1.234,56")]
    [InlineData(nameof(Policy.LeadForecastAbove), "1,234")]
    [InlineData(nameof(Policy.PolicyHour), "6 in the morning")]
    [InlineData(nameof(Policy.CurrencyRates), "EUR")]
    [InlineData(nameof(Policy.CurrencyRates), "EUR one")]
    [InlineData(nameof(Policy.CurrencyRates), "EUR 1.08\neur 1.09")]
    public void What_cannot_be_read_is_refused_rather_than_guessed(string name, string typed)
    {
        var reading = () => PolicyGroups.Fields.Single(f => f.Name == name).With(new Policy(), typed);
        reading.Should().Throw<FormatException>();
    }

    [Fact]
    public void Two_people_who_change_different_values_both_have_their_way_and_the_same_value_is_pointed_out()
    {
        var read = new Policy();
        var theirs = read with { FinalOutreachDaysBefore = 12, PassageWeeks = 9, LateEngagementDays = 14 };
        var mine = read with { FinalOutreachDaysBefore = 15, LeadForecastAbove = 200, LateEngagementDays = 14 };
        var choice = PolicyChoice.Of(read, mine, theirs, 3);
        choice.Wanted.Should().Be(theirs with { FinalOutreachDaysBefore = 15, LeadForecastAbove = 200 });
        choice
            .Changes.Select(field => field.Name)
            .Should()
            .BeEquivalentTo(nameof(Policy.FinalOutreachDaysBefore), nameof(Policy.LeadForecastAbove));
        choice.Theirs.Should().HaveCount(3);
        choice.Both.Select(field => field.Name).Should().Equal(nameof(Policy.FinalOutreachDaysBefore));
    }
}
