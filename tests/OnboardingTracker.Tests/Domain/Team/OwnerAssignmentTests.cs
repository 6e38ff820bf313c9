using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Tests.Domain.Team;

/// <summary>pipeline.md: "the present specialist with the fewest new leads in the last 7 days, ties by fewest active accounts".</summary>
public sealed class OwnerAssignmentTests
{
    [Fact]
    public void The_fewest_new_leads_come_first_then_the_fewest_active_accounts_then_who_joined_first()
    {
        var assignment = new OwnerAssignment([new(1, NewLeads: 2, ActiveAccounts: 0), new(2, 1, 9), new(3, 1, 8), new(4, 1, 8)]);

        Deal(assignment, 5).Should().Equal(3, 4, 2, 1, 3);
    }

    [Fact]
    public void Many_at_once_are_dealt_out_evenly()
    {
        var assignment = new OwnerAssignment([new(1, 0, 30), new(2, 0, 10), new(3, 0, 20)]);

        Deal(assignment, 300).GroupBy(member => member).Should().OnlyContain(group => group.Count() == 100);
    }

    [Fact]
    public void Who_has_had_more_this_week_waits_until_the_others_have_caught_up()
    {
        var assignment = new OwnerAssignment([new(1, 10, 0), new(2, 0, 500)]);

        Deal(assignment, 10).Should().OnlyContain(member => member == 2);
        Deal(assignment, 1).Should().Equal(1);
    }

    [Fact]
    public void With_nobody_present_nobody_gets_it() => new OwnerAssignment([]).Next().Should().BeNull();

    [Theory]
    [InlineData(Role.Specialist, true, false, true)]
    [InlineData(Role.Specialist, true, true, false)]
    [InlineData(Role.Specialist, false, false, false)]
    [InlineData(Role.Lead, true, false, false)]
    [InlineData(Role.Revenue, true, false, false)]
    [InlineData(Role.Admin, true, false, false)]
    public void New_leads_go_to_specialists_who_are_there(Role role, bool active, bool absent, bool takes) =>
        new Member
        {
            Email = "ann@example.com",
            Name = "Ann",
            Role = role,
            Active = active,
            Absent = absent,
        }
            .TakesNewLeads.Should()
            .Be(takes);

    private static List<int?> Deal(OwnerAssignment assignment, int count) => [.. Enumerable.Range(0, count).Select(_ => assignment.Next())];
}
