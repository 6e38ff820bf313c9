using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>The ten-day rule: "stages 2 to 4b with today ≤ renewal ≤ today + 10 days → 5".</summary>
public sealed class FinalOutreachDueTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("1", false)]
    [InlineData("2", true)]
    [InlineData("3a", true)]
    [InlineData("3b", true)]
    [InlineData("4a", true)]
    [InlineData("4b", true)]
    [InlineData("5", false)]
    [InlineData("6a", false)]
    [InlineData("6b", false)]
    [InlineData("6c", false)]
    [InlineData("6d", false)]
    [InlineData("7", false)]
    public void It_concerns_stages_2_to_4b_and_stage_1_where_the_policy_says_so(string? stage, bool due)
    {
        IsDue(Subject("2026-03-05", stage)).Should().Be(due);
        IsDue(Subject("2026-03-05", stage), new Policy { FinalOutreachIncludesNewAccounts = true }).Should().Be(due || stage == "1");
    }

    [Theory]
    [InlineData("2026-02-28", false)]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-02", true)]
    [InlineData("2026-03-10", true)]
    [InlineData("2026-03-11", true)]
    [InlineData("2026-03-12", false)]
    public void From_the_renewal_itself_to_ten_days_before_it(string renewal, bool due) => IsDue(Subject(renewal)).Should().Be(due);

    [Fact]
    public void Without_a_renewal_nothing_is_due() => IsDue(Subject(null)).Should().BeFalse();

    [Theory]
    [InlineData(0, "2026-03-01", true)]
    [InlineData(0, "2026-03-02", false)]
    [InlineData(14, "2026-03-15", true)]
    [InlineData(14, "2026-03-16", false)]
    public void How_many_days_before_is_policy(int days, string renewal, bool due) =>
        IsDue(Subject(renewal), new Policy { FinalOutreachDaysBefore = days }).Should().Be(due);

    /// <summary>Month ends, leap days and clock changes are days like any other.</summary>
    [Theory]
    [InlineData("UTC", "2026-02-18T12:00Z", "2026-02-28")]
    [InlineData("UTC", "2026-02-19T12:00Z", "2026-03-01")]
    [InlineData("UTC", "2028-02-19T12:00Z", "2028-02-29")]
    [InlineData("UTC", "2028-02-20T12:00Z", "2028-03-01")]
    [InlineData("UTC", "2026-12-22T12:00Z", "2027-01-01")]
    [InlineData("Europe/Berlin", "2026-03-20T05:00Z", "2026-03-30")] // clocks go forward on the 29th
    [InlineData("Europe/Berlin", "2026-10-16T22:00Z", "2026-10-27")] // and back on 25 October: it is the 17th there already
    [InlineData("America/New_York", "2026-03-02T04:59Z", "2026-03-11")] // 1 March, 23:59; clocks go forward on the 8th
    [InlineData("America/New_York", "2026-11-01T03:59Z", "2026-11-10")] // 31 October, 23:59; clocks go back on 1 November
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:29Z", "2026-04-15")] // half an hour: 5 April 00:29 there
    [InlineData("Australia/Lord_Howe", "2026-10-03T13:29Z", "2026-10-13")] // 3 October 23:59
    [InlineData("Pacific/Kiritimati", "2026-03-01T10:00Z", "2026-03-12")] // 2 March, 00:00
    [InlineData("Pacific/Kiritimati", "2026-03-01T09:59Z", "2026-03-11")] // 1 March, 23:59
    [InlineData("Asia/Kathmandu", "2026-03-01T18:14Z", "2026-03-11")] // 23:59
    [InlineData("Asia/Kathmandu", "2026-03-01T18:15Z", "2026-03-12")] // 2 March, 00:00
    public void The_last_renewal_that_is_due_is_ten_calendar_days_from_the_teams_today(string zone, string now, string last)
    {
        var policy = new Policy { TimeZone = zone };
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        var lastDay = Day(last);

        IsDue(Subject(lastDay), policy, at).Should().BeTrue();
        IsDue(Subject(lastDay.AddDays(1)), policy, at).Should().BeFalse();
        IsDue(Subject(lastDay.AddDays(-10)), policy, at).Should().BeTrue();
        IsDue(Subject(lastDay.AddDays(-11)), policy, at).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(3, 2, false)]
    [InlineData(3, 4, true)]
    public void At_the_Nth_renewal_since_the_entry_or_a_later_one(int policyRenewal, int renewalNumber, bool due) =>
        IsDue(Subject("2026-03-05", renewalNumber: renewalNumber), new Policy { FinalOutreachAtRenewal = policyRenewal }).Should().Be(due);

    [Theory]
    [InlineData(0, "2026-03-01T08:00Z", true)]
    [InlineData(1, "2026-03-01T00:00Z", false)]
    [InlineData(1, "2026-02-28T23:59Z", true)]
    [InlineData(5, "2026-02-25T00:00Z", false)]
    [InlineData(5, "2026-02-24T23:59Z", true)]
    [InlineData(5, null, true)]
    public void Not_sooner_than_D_calendar_days_after_the_initial_outreach(int days, string? outreach, bool due) =>
        IsDue(Subject("2026-03-05", outreachAt: outreach), new Policy { FinalOutreachDaysAfterOutreach = days }).Should().Be(due);

    [Theory]
    [InlineData("2026-02-27T04:59Z", true)] // in New York still the 26th: three days before 1 March
    [InlineData("2026-02-27T05:00Z", false)]
    public void The_days_since_the_outreach_are_the_teams_too(string outreach, bool due) =>
        IsDue(
                Subject("2026-03-05", outreachAt: outreach),
                new Policy { FinalOutreachDaysAfterOutreach = 3, TimeZone = "America/New_York" },
                new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)
            )
            .Should()
            .Be(due);

    [Theory]
    [InlineData("2026-03-01T01:00Z", "outreach only 0 days ago")]
    [InlineData("2026-02-28T23:00Z", "outreach only 1 day ago")]
    [InlineData("2026-02-23T01:00Z", "outreach only 6 days ago")]
    [InlineData("2026-02-22T23:00Z", null)]
    [InlineData(null, null)]
    public void A_dry_run_remarks_on_an_outreach_that_was_only_just_made(string? outreach, string? remark) =>
        FinalOutreachDue.Playbook.Remark(Subject("2026-03-05", outreachAt: outreach), Context()).Should().Be(remark);

    [Theory]
    [InlineData("2026-03-01", "renews today, 2026-03-01")]
    [InlineData("2026-03-02", "renews in 1 day, on 2026-03-02")]
    [InlineData("2026-03-11", "renews in 10 days, on 2026-03-11")]
    [InlineData("2026-02-28", "renewal was 1 day ago, on 2026-02-28")]
    [InlineData(null, "no renewal known")]
    public void It_says_why(string? renewal, string because) =>
        FinalOutreachDue.Playbook.Because(Subject(renewal), Context()).Should().Be(because);

    [Fact]
    public void Engaged_or_not_makes_no_difference()
    {
        IsDue(Subject("2026-03-05")).Should().BeTrue();
        IsDue(
                new PlaybookSubject
                {
                    Stage = "4b",
                    Passage = 1,
                    RenewalNumber = 1,
                    NextRenewalOn = new(2026, 3, 5),
                    EngagedAt = DateTimeOffset.UnixEpoch,
                    EngagedBy = "replied",
                }
            )
            .Should()
            .BeTrue();
    }

    private static PlaybookSubject Subject(string? renewal, string? stage = "2", int renewalNumber = 1, string? outreachAt = null) =>
        new()
        {
            Stage = stage,
            Passage = stage is null ? 0 : 1,
            NextRenewalOn = renewal is null ? null : Day(renewal),
            RenewalNumber = renewalNumber,
            InitialOutreachAt = outreachAt is null
                ? null
                : DateTimeOffset.Parse(outreachAt, System.Globalization.CultureInfo.InvariantCulture),
        };

    private static PlaybookSubject Subject(DateOnly renewal) =>
        Subject(renewal.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    private static bool IsDue(PlaybookSubject subject, Policy? policy = null, DateTimeOffset? now = null) =>
        FinalOutreachDue.Playbook.Explain(subject, Context(policy, now)).All(condition => condition.Holds);

    private static RunContext Context(Policy? policy = null, DateTimeOffset? now = null) =>
        new(now ?? new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), policy ?? new Policy(), 0);

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
