using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Pipeline;

public sealed class NextStepTests
{
    // A Sunday.
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly RunContext Context = new(Now, new Policy(), 0);

    /// <summary>Stage, days until the renewal (null: none known), days in the stage, what it says.</summary>
    public static TheoryData<string, int?, int, string, NextStepUrgency> Lines() =>
        new()
        {
            { "1", 30, 0, "Send the initial outreach", NextStepUrgency.Normal },
            { "1", 30, 1, "Send the initial outreach, new for 1 day", NextStepUrgency.Normal },
            { "1", null, 4, "Send the initial outreach, new for 4 days", NextStepUrgency.Normal },
            { "1", 11, 4, "Send the initial outreach, new for 4 days", NextStepUrgency.Normal },
            { "1", 10, 4, "Never contacted, renews in 10 days", NextStepUrgency.Soon },
            { "1", 6, 0, "Never contacted, renews in 6 days", NextStepUrgency.Soon },
            { "1", 1, 0, "Never contacted, renews tomorrow", NextStepUrgency.Soon },
            { "1", 0, 0, "Never contacted, renews today", NextStepUrgency.Soon },
            { "1", -1, 0, "Never contacted, renewal was yesterday", NextStepUrgency.Overdue },
            { "2", 40, 6, "Waiting for their reply", NextStepUrgency.Normal },
            { "2", 40, 7, "No reply for 7 days: write again", NextStepUrgency.Normal },
            { "2", 18, 2, "Waiting for their reply", NextStepUrgency.Normal },
            { "2", 17, 2, "Goes to 5 in 7 days", NextStepUrgency.Soon },
            { "2", 13, 2, "Goes to 5 in 3 days", NextStepUrgency.Soon },
            { "2", 11, 2, "Goes to 5 tomorrow", NextStepUrgency.Soon },
            { "2", 10, 2, "Goes to 5 with the next run", NextStepUrgency.Soon },
            { "2", 0, 2, "Goes to 5 with the next run", NextStepUrgency.Soon },
            { "2", -3, 2, "Renewal was 3 days ago, no final outreach", NextStepUrgency.Overdue },
            { "2", null, 2, "No renewal date: look it up", NextStepUrgency.Normal },
            { "3a", 40, 0, "Replied today: offer a call", NextStepUrgency.Normal },
            { "3a", 40, 4, "Replied 4 days ago: offer a call", NextStepUrgency.Normal },
            { "3b", 40, 4, "Call booked: prepare it, then say it is done", NextStepUrgency.Normal },
            { "4a", 40, 0, "Intro call today: book the second", NextStepUrgency.Normal },
            { "4a", 40, 1, "Intro call yesterday: book the second", NextStepUrgency.Normal },
            { "4b", 40, 1, "Second call done: final outreach comes next", NextStepUrgency.Normal },
            { "4b", 12, 1, "Goes to 5 in 2 days", NextStepUrgency.Soon },
            { "5", -2, 9, "Final outreach overdue by 2 days", NextStepUrgency.Overdue },
            { "5", -1, 9, "Final outreach overdue by 1 day", NextStepUrgency.Overdue },
            { "5", 0, 9, "Final outreach due today", NextStepUrgency.Soon },
            { "5", 1, 9, "Final outreach due tomorrow", NextStepUrgency.Soon },
            { "5", 5, 9, "Final outreach due Friday", NextStepUrgency.Soon },
            { "5", 7, 9, "Final outreach due in 7 days", NextStepUrgency.Soon },
            { "5", 10, 9, "Final outreach due in 10 days", NextStepUrgency.Soon },
            { "5", 11, 9, "Renews only in 11 days: keep it for another period?", NextStepUrgency.Normal },
            { "5", null, 9, "Final outreach due, no renewal date", NextStepUrgency.Soon },
            { "7", 30, 2, "Paid call bought: hold it, then move on", NextStepUrgency.Soon },
        };

    [Theory]
    [MemberData(nameof(Lines))]
    public void It_says_what_to_do_next_and_why(string stage, int? renewsIn, int daysInStage, string text, NextStepUrgency urgency) =>
        NextStep.Of(Facts(stage, renewsIn, daysInStage), Context).Should().Be(new NextStep(text, urgency));

    [Theory]
    [InlineData("1", 6, "No owner: assign someone, renews in 6 days", NextStepUrgency.Soon)]
    [InlineData("2", 11, "No owner: assign someone, renews in 11 days", NextStepUrgency.Normal)]
    [InlineData("5", -2, "No owner: assign someone, renewal was 2 days ago", NextStepUrgency.Overdue)]
    [InlineData("7", null, "No owner: assign someone", NextStepUrgency.Normal)]
    public void Without_an_owner_that_comes_first(string stage, int? renewsIn, string text, NextStepUrgency urgency) =>
        NextStep.Of(Facts(stage, renewsIn, 3) with { Owned = false }, Context).Should().Be(new NextStep(text, urgency));

    [Theory]
    [InlineData(null)]
    [InlineData("6a")]
    [InlineData("6b")]
    [InlineData("6c")]
    [InlineData("6d")]
    public void Outside_the_work_nothing_is_next(string? stage) =>
        NextStep.Of(Facts(stage, 3, 3) with { Owned = false }, Context).Should().BeNull();

    [Fact]
    public void With_Sales_or_on_an_annual_plan_it_asks_for_the_handoff()
    {
        NextStep.Of(Facts("2", 3, 3) with { WithSales = true }, Context)!.Text.Should().Be("Sales is on it: hand off?");
        NextStep.Of(Facts("5", 3, 3) with { Plan = Plan.Annual }, Context)!.Text.Should().Be("On an annual plan now: hand off?");
    }

    [Fact]
    public void A_hold_is_said_where_the_rule_would_come_soon()
    {
        NextStep.Of(Facts("3a", 12, 4) with { Held = true }, Context)!.Text.Should().Be("Replied 4 days ago: offer a call, kept out of 5");
        NextStep.Of(Facts("3a", 40, 4) with { Held = true }, Context)!.Text.Should().Be("Replied 4 days ago: offer a call");
    }

    [Fact]
    public void The_policy_shifts_the_days()
    {
        var policy = new Policy
        {
            FinalOutreachDaysBefore = 5,
            FinalOutreachDaysAfterOutreach = 4,
            NeverContactedDaysBefore = 3,
        };
        var context = new RunContext(Now, policy, 0);
        NextStep.Of(Facts("1", 4, 0), context)!.Text.Should().Be("Send the initial outreach");
        NextStep.Of(Facts("2", 10, 2), context)!.Text.Should().Be("Goes to 5 in 5 days");
        NextStep.Of(Facts("2", 5, 2) with { InitialOutreachAt = Now.AddDays(-1) }, context)!.Text.Should().Be("Goes to 5 in 3 days");
        NextStep.Of(Facts("2", 2, 2) with { InitialOutreachAt = Now.AddDays(-1) }, context)!.Text.Should().Be("Waiting for their reply");
        NextStep.Of(Facts("5", 6, 2), context)!.Text.Should().Be("Renews only in 6 days: keep it for another period?");
        var secondRenewal = new RunContext(Now, new Policy { FinalOutreachAtRenewal = 2 }, 0);
        NextStep.Of(Facts("2", 5, 2), secondRenewal)!.Text.Should().Be("Waiting for their reply");
    }

    [Fact]
    public void Days_are_the_teams()
    {
        // 11:00 UTC on the 1st is 01:00 on the 2nd on Kiritimati.
        var context = new RunContext(Now.AddHours(2), new Policy { TimeZone = "Pacific/Kiritimati" }, 0);
        NextStep.Of(Facts("5", 1, 0), context)!.Text.Should().Be("Final outreach due today");
    }

    [Property(MaxTest = 400)]
    public Property The_day_of_the_ten_day_rule_is_the_one_that_trying_each_day_finds()
    {
        var cases =
            from renewsIn in Gen.Choose(-20, 90)
            from number in Gen.Choose(1, 3)
            from outreach in Gen.Choose(-40, 0)
            from hours in Gen.Choose(0, 23)
            from daysBefore in Gen.Choose(0, 20)
            from atRenewal in Gen.Choose(1, 3)
            from after in Gen.Choose(0, 30)
            from zone in Gen.Elements("UTC", "America/New_York", "Pacific/Kiritimati", "Europe/Berlin")
            select (renewsIn, number, outreach, hours, daysBefore, atRenewal, after, zone);
        return Prop.ForAll(
            cases.ToArbitrary(),
            one =>
            {
                var policy = new Policy
                {
                    FinalOutreachDaysBefore = one.daysBefore,
                    FinalOutreachAtRenewal = one.atRenewal,
                    FinalOutreachDaysAfterOutreach = one.after,
                    TimeZone = one.zone,
                };
                var context = new RunContext(Now.AddHours(one.hours), policy, 0);
                var subject = new PlaybookSubject
                {
                    Stage = "2",
                    NextRenewalOn = context.Today.AddDays(one.renewsIn),
                    RenewalNumber = one.number,
                    InitialOutreachAt = Now.AddDays(one.outreach).AddHours(one.hours),
                };
                FinalOutreachDue
                    .DayDue(subject.NextRenewalOn.Value, subject.RenewalNumber, subject.InitialOutreachAt, context)
                    .Should()
                    .Be(FinalOutreachDue.Playbook.FirstDayDue(subject, context));
            }
        );
    }

    private static NextStepFacts Facts(string? stage, int? renewsIn, int daysInStage) =>
        new(
            stage,
            Now.AddDays(-daysInStage),
            renewsIn is { } days ? new DateOnly(2026, 3, 1).AddDays(days) : null,
            1,
            Now.AddDays(-20),
            Plan.PayAsYouGo,
            Owned: true,
            WithSales: false,
            Held: false
        );
}
