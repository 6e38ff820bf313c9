using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;

namespace OnboardingTracker.Tests.Domain.Billing;

public sealed class BillingPeriodTests
{
    private static readonly DateOnly s_today = new(2026, 3, 15);

    [Theory]
    // No renewal: no period.
    [InlineData(null, null, Plan.PayAsYouGo, null)]
    // The month before the renewal, which today still belongs to on the very day.
    [InlineData("2026-04-01", null, Plan.PayAsYouGo, "2026-03-01")]
    [InlineData("2026-03-15", null, Plan.PayAsYouGo, "2026-02-15")]
    [InlineData("2026-04-15", null, Plan.Startup, "2026-03-15")]
    [InlineData("2026-03-31", null, Plan.PayAsYouGo, "2026-02-28")]
    // A renewal that has passed began the next period.
    [InlineData("2026-03-14", null, Plan.PayAsYouGo, "2026-03-14")]
    // A month before lies in the future: the period is longer than a month.
    [InlineData("2026-04-16", null, Plan.PayAsYouGo, "2025-04-16")]
    [InlineData("2026-04-01", null, Plan.Annual, "2025-04-01")]
    [InlineData("2027-03-16", null, Plan.Annual, null)]
    // What the source says is better than a month, where it is a beginning.
    [InlineData("2026-04-01", "2026-03-03", Plan.PayAsYouGo, "2026-03-03")]
    [InlineData("2026-04-01", "2026-03-15", Plan.PayAsYouGo, "2026-03-15")]
    [InlineData("2026-04-01", "2026-03-16", Plan.PayAsYouGo, "2026-03-01")]
    [InlineData("2026-04-01", "2026-04-01", Plan.PayAsYouGo, "2026-03-01")]
    public void The_current_period_began(string? renewalOn, string? toldOn, Plan plan, string? beganOn) =>
        BillingPeriod.BeganOn(Day(renewalOn), Day(toldOn), plan, s_today).Should().Be(Day(beganOn));

    [Theory]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    [InlineData("2026-03-02", false)]
    [InlineData(null, false)]
    public void What_was_said_on_the_day_before_it_began_is_stale(string? assessedOn, bool stale) =>
        BillingPeriod.IsStale(Day(assessedOn), new DateOnly(2026, 3, 1)).Should().Be(stale);

    [Fact]
    public void Where_no_period_is_known_nothing_is_stale() =>
        BillingPeriod.IsStale(new DateOnly(2020, 1, 1), periodBeganOn: null).Should().BeFalse();

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
