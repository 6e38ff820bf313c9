using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class ReaderFormatTests
{
    private static readonly DateOnly s_day = new(2026, 3, 5);

    [Theory]
    [InlineData("en-US,en;q=0.9", "$1,240.50", "Mar 5, 2026", "Mar 5, 2026, 2:05 PM")]
    [InlineData("en-GB", "$1,240.50", "5 Mar 2026", "5 Mar 2026, 14:05")]
    [InlineData("de-DE,de;q=0.8", "1.240,50 $", "5 Mar 2026", "5 Mar 2026, 14:05")]
    [InlineData("sv", "1 240,50 $", "2026-03-05", "2026-03-05, 14:05")]
    [InlineData("", "$1,240.50", "Mar 5, 2026", "Mar 5, 2026, 2:05 PM")]
    [InlineData("xx-nonsense", "$1,240.50", "Mar 5, 2026", "Mar 5, 2026, 2:05 PM")]
    [InlineData(";;;,", "$1,240.50", "Mar 5, 2026", "Mar 5, 2026, 2:05 PM")]
    public void Numbers_and_days_follow_the_readers_first_language_and_words_stay_English(
        string languages,
        string money,
        string day,
        string time
    )
    {
        var format = ReaderFormat.ForLanguages(languages);

        Plain(format.Money(1240.5m, "USD")).Should().Be(money);
        format.Day(s_day).Should().Be(day);
        format.Time(new DateTimeOffset(2026, 3, 5, 13, 5, 0, TimeSpan.Zero), Berlin).Should().Be(time);
    }

    [Fact]
    public void A_day_of_this_year_goes_without_the_year()
    {
        var format = ReaderFormat.ForLanguages("en-GB");

        format.Day(s_day, new DateOnly(2026, 12, 31)).Should().Be("5 Mar");
        format.Day(s_day, new DateOnly(2025, 12, 31)).Should().Be("5 Mar 2026");
    }

    [Theory]
    [InlineData("EUR", false, "€1,240.50")]
    [InlineData("eur", true, "€1,241")]
    [InlineData("CHF", false, "CHF 1,240.50")]
    [InlineData("JPY", false, "¥1,241")]
    [InlineData("", false, "1,240.50")]
    public void Every_currency_is_named(string currency, bool whole, string money) =>
        Plain(ReaderFormat.Default.Money(1240.5m, currency, whole)).Should().Be(money);

    [Fact]
    public void A_negative_amount_carries_a_minus_and_no_brackets() => ReaderFormat.Default.Money(-12m, "USD").Should().Be("-$12.00");

    private static TimeZoneInfo Berlin => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Spaces that do not break, of either width, as plain ones.</summary>
    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}
