using System.Text.Encodings.Web;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class DaysUntilTests
{
    private static readonly DateOnly s_today = new(2026, 2, 28);

    [Theory]
    [InlineData(0, "today", "days days--soon")]
    [InlineData(1, "tomorrow", "days days--soon")]
    [InlineData(2, "in 2 days", "days days--soon")]
    [InlineData(10, "in 10 days", "days days--soon")]
    [InlineData(11, "in 11 days", "days")]
    [InlineData(-1, "1 day overdue", "days days--overdue")]
    [InlineData(-12, "12 days overdue", "days days--overdue")]
    public void A_due_day_is_counted_in_words(int days, string words, string look)
    {
        var html = Html(new DaysUntil(s_today.AddDays(days), s_today, ReaderFormat.Default));

        html.Should().StartWith($"<time class=\"{look}\" datetime=\"{s_today.AddDays(days):yyyy-MM-dd}\"><b>{words}</b>");
    }

    [Theory]
    [InlineData(-1, "yesterday")]
    [InlineData(-9, "9 days ago")]
    public void A_past_day_on_which_nothing_was_due_is_not_called_overdue(int days, string words)
    {
        var html = Html(new DaysUntil(s_today.AddDays(days), s_today, ReaderFormat.Default, overdue: false));

        html.Should().Contain($"<b>{words}</b>").And.NotContain("overdue");
    }

    [Fact]
    public void The_month_ends_where_the_calendar_says() =>
        Html(new DaysUntil(new DateOnly(2026, 3, 1), s_today, ReaderFormat.Default)).Should().Contain("<b>tomorrow</b> <span>Mar 1</span>");

    [Fact]
    public void Without_a_day_it_says_so() => Html(new DaysUntil(null, s_today, ReaderFormat.Default)).Should().Contain("No date");

    private static string Html(DaysUntil content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
