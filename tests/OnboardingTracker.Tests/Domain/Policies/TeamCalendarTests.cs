using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Policies;

public sealed class TeamCalendarTests
{
    /// <summary>One second before a day begins, and when it does.</summary>
    [Theory]
    [InlineData("UTC", "2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z")]
    [InlineData("America/New_York", "2026-03-09", "2026-03-09T04:00:00Z")]
    [InlineData("America/New_York", "2026-11-02", "2026-11-02T05:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-06", "2026-04-05T13:30:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-03-01", "2026-02-28T10:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15:00Z")]
    // Midnight does not exist on these days, or exists twice.
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z")]
    [InlineData("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z")]
    public void A_day_of_the_team_begins_at_its_midnight(string zone, string day, string beginsAt)
    {
        var policy = new Policy { TimeZone = zone };
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var at = DateTimeOffset.Parse(beginsAt, System.Globalization.CultureInfo.InvariantCulture);

        TeamCalendar.StartOf(date, policy).Should().Be(at);
        TeamCalendar.DayOf(at, policy).Should().Be(date);
        TeamCalendar.DayOf(at.AddSeconds(-1), policy).Should().Be(date.AddDays(-1));
        TeamCalendar.DayOf(at.ToOffset(TimeSpan.FromHours(-9)), policy).Should().Be(date, "the moment counts, however it is written");
    }
}
