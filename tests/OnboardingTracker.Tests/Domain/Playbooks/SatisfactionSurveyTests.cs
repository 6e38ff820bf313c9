using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>Who is asked how the onboarding was: on 1 March 2026 at 09:00 UTC.</summary>
public sealed class SatisfactionSurveyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-02-27T00:00Z", false)] // 2 days ago
    [InlineData("2026-02-26T23:59Z", true)] // 3 days ago, by the calendar
    [InlineData("2026-02-26T00:00Z", true)]
    [InlineData("2026-02-25T12:00Z", true)] // 4
    [InlineData("2026-01-30T00:00Z", true)] // 30
    [InlineData("2026-01-29T23:59Z", false)] // 31
    [InlineData(null, false)]
    public void It_asks_from_the_third_day_to_the_thirtieth(string? reached, bool asks) => Asks(Done(reached)).Should().Be(asks);

    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-02-26T09:30Z", true)] // the 26th there, and now it is the 1st
    [InlineData("Pacific/Kiritimati", "2026-02-26T10:30Z", false)] // the 27th there
    [InlineData("America/Adak", "2026-02-26T09:30Z", false)] // the 25th there, but now it is still the 28th: 3 days
    public void Days_are_the_teams(string zone, string reached, bool asks)
    {
        var day = zone == "America/Adak" ? DateTimeOffset.Parse("2026-02-26T10:30Z", null) : DateTimeOffset.Parse(reached, null);
        var context = new RunContext(s_now, new Policy { SurveyReleased = true, TimeZone = zone }, 0);
        Asks(Done(day.ToString("O")), context).Should().Be(asks, "{0} and {1}", context.Today, context.DayOf(day));
    }

    [Theory]
    [InlineData("6a", true)]
    [InlineData("6b", true)]
    [InlineData("5", false)]
    [InlineData("6c", false)]
    [InlineData("6d", false)]
    [InlineData("7", false)]
    public void It_asks_in_6a_and_6b(string stage, bool asks) => Asks(Done(stage: stage)).Should().Be(asks);

    [Fact]
    public void It_leaves_out_whoever_is_with_Sales_taken_over_asked_or_not_to_be_reached_and_all_before_the_release()
    {
        Asks(Done()).Should().BeTrue();
        Asks(Done(sales: "ae@example.com")).Should().BeFalse();
        Asks(Done(takenOver: true)).Should().BeFalse();
        Asks(Done(askedAt: s_now.AddYears(-2))).Should().BeFalse("once per account, ever");
        Asks(Done(contact: false)).Should().BeFalse();
        Asks(Done(), new RunContext(s_now, new Policy(), 0)).Should().BeFalse("it is off until a lead releases it");
    }

    [Fact]
    public void It_says_on_which_day_it_will_ask_and_where_it_waits_for_long_there_is_time_left_to_ask()
    {
        SatisfactionSurvey.Playbook.FirstDayDue(Done("2026-02-28T10:00Z"), Context()).Should().Be(new DateOnly(2026, 3, 3));
        SatisfactionSurvey.LatestDaysOf(new Policy()).Should().Be(30);
        SatisfactionSurvey.LatestDaysOf(new Policy { SurveyDelayDays = 90 }).Should().Be(97);
    }

    private static RunContext Context() => new(s_now, new Policy { SurveyReleased = true }, 0);

    private static bool Asks(PlaybookSubject subject, RunContext? context = null) =>
        SatisfactionSurvey.Playbook.Conditions.All(condition => condition.Holds(subject, context ?? Context()));

    private static PlaybookSubject Done(
        string? reached = "2026-02-20T10:00Z",
        string stage = "6a",
        string? sales = null,
        bool takenOver = false,
        DateTimeOffset? askedAt = null,
        bool contact = true
    ) =>
        new()
        {
            Stage = stage,
            StageEnteredAt = reached is null ? null : DateTimeOffset.Parse(reached, null),
            SalesOwner = sales,
            TakenOver = takenOver,
            SurveyAskedAt = askedAt,
            HasSurveyContact = contact,
        };
}
