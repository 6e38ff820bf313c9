using System.Globalization;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Tests.Domain.Accounts;

/// <summary>Which renewal since the entry the next one is: the policy may wait for the second.</summary>
public sealed class RenewalNumberTests
{
    [Theory]
    [InlineData("2026-03-10", "2026-04-10", "2026-03-08", false)] // long before: corrected
    [InlineData("2026-03-10", "2026-04-10", "2026-03-09", true)] // a source may speak a day early
    [InlineData("2026-03-10", "2026-04-10", "2026-03-10", true)]
    [InlineData("2026-03-10", "2026-04-10", "2026-03-20", true)]
    [InlineData("2026-03-10", "2026-03-23", "2026-03-20", false)] // 13 days: the same occasion
    [InlineData("2026-03-10", "2026-03-24", "2026-03-20", true)]
    [InlineData("2026-03-10", "2026-02-10", "2026-03-20", false)]
    [InlineData(null, "2026-04-10", "2026-03-20", false)]
    [InlineData("2026-03-10", null, "2026-03-20", false)]
    public void A_renewal_that_has_come_and_one_that_was_corrected_are_told_apart(
        string? former,
        string? next,
        string today,
        bool isNext
    ) => AccountDetails.IsNextRenewal(Day(former), Day(next), Day(today)!.Value).Should().Be(isNext);

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
