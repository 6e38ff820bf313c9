using System.Globalization;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Policies;

public sealed class NextTimeOfDayTests
{
    [Theory]
    [InlineData("2026-03-01T05:59:59Z", "UTC", "06:00", "2026-03-01T06:00:00Z")]
    [InlineData("2026-03-01T06:00:00Z", "UTC", "06:00", "2026-03-02T06:00:00Z")]
    [InlineData("2026-03-01T06:00:01Z", "UTC", "06:00", "2026-03-02T06:00:00Z")]
    [InlineData("2026-02-28T23:30:00Z", "Europe/Berlin", "06:00", "2026-03-01T05:00:00Z")]
    // The night on which 02:30 does not exist in Berlin, and the one on which it comes twice.
    [InlineData("2026-03-28T22:00:00Z", "Europe/Berlin", "02:30", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T22:00:00Z", "Europe/Berlin", "02:30", "2026-10-25T00:30:00Z")]
    public void The_next_time_of_day_is_the_team_s(string after, string zone, string time, string expected)
    {
        var policy = new Policy { TimeZone = zone };

        TeamCalendar.Next(TimeOnly.Parse(time, CultureInfo.InvariantCulture), At(after), policy).Should().Be(At(expected));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
