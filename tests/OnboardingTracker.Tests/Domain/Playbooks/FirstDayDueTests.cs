using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Playbooks;

public sealed class FirstDayDueTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(40, 30)]
    [InlineData(410, 400)]
    [InlineData(411, null)]
    public void The_ten_day_rule_is_first_due_ten_days_before_the_renewal(int renewsIn, int? dueIn)
    {
        var subject = Contacted(renewsOn: Today.AddDays(renewsIn));

        FinalOutreachDue.Playbook.FirstDayDue(subject, Context()).Should().Be(dueIn is { } days ? Today.AddDays(days) : null);
    }

    [Fact]
    public void The_days_between_the_two_outreaches_put_it_off()
    {
        var subject = Contacted(renewsOn: Today.AddDays(12), outreachAt: Now);

        FinalOutreachDue
            .Playbook.FirstDayDue(subject, Context(new Policy { FinalOutreachDaysAfterOutreach = 5 }))
            .Should()
            .Be(Today.AddDays(5));
        FinalOutreachDue
            .Playbook.FirstDayDue(subject, Context(new Policy { FinalOutreachDaysAfterOutreach = 13 }))
            .Should()
            .BeNull("the renewal passes before that");
    }

    [Fact]
    public void What_no_calendar_brings_about_never_comes_by_itself()
    {
        FinalOutreachDue.Playbook.FirstDayDue(Contacted(renewsOn: null), Context()).Should().BeNull();
        FinalOutreachDue.Playbook.FirstDayDue(Contacted(Today.AddDays(20), stage: "1"), Context()).Should().BeNull();
        NewLead.Playbook.FirstDayDue(new PlaybookSubject { Plan = Plan.Annual }, Context()).Should().BeNull();
    }

    private static PlaybookSubject Contacted(DateOnly? renewsOn, string stage = "2", DateTimeOffset? outreachAt = null) =>
        new()
        {
            Stage = stage,
            Passage = 1,
            NextRenewalOn = renewsOn,
            RenewalNumber = 1,
            InitialOutreachAt = outreachAt,
        };

    private static RunContext Context(Policy? policy = null) => new(Now, policy ?? new Policy(), 0);
}
