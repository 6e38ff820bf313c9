using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;
using static OnboardingTracker.Tests.Domain.Playbooks.AlertSubjects;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>"Stage 1 with a renewal in 10 days or less: an alert for the owner."</summary>
public sealed class NeverContactedTests
{
    private static readonly Playbook s_playbook = NeverContacted.Playbook;

    [Theory]
    [InlineData("2026-02-28", false)]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-02", true)]
    [InlineData("2026-03-10", true)]
    [InlineData("2026-03-11", true)]
    [InlineData("2026-03-12", false)]
    [InlineData(null, false)]
    public void From_the_renewal_itself_to_ten_days_before_it(string? renewal, bool alert)
    {
        s_playbook.Wanted(Account(stage: "1", renewal: renewal)).Count.Should().Be(alert ? 1 : 0);
        s_playbook.Wanted(Account(stage: "2", renewal: renewal)).Should().BeEmpty();
        s_playbook.Wanted(Account(stage: "1", renewal: renewal, sales: "ae@example.com")).Should().BeEmpty();
    }

    [Fact]
    public void How_many_days_before_is_policy() =>
        s_playbook
            .Wanted(Account(stage: "1", renewal: "2026-03-15"), Context(new Policy { NeverContactedDaysBefore = 14 }))
            .Should()
            .ContainSingle();

    [Fact]
    public void It_stays_when_the_renewal_passes_and_closes_when_it_moves_out_of_reach()
    {
        var account = Account(stage: "1", renewal: "2026-03-03");
        s_playbook.Carry(account, Context());
        s_playbook.Carry(account, Context(daysLater: 5)).Changes.Should().BeEmpty("still nobody has written to it");

        var moved = Account(stage: "1", renewal: "2026-04-03");
        moved.Alerts = account.Alerts;
        s_playbook.Carry(moved, Context(daysLater: 6));
        moved.Alerts.Should().ContainSingle().Which.ClosedBecause.Should().Be("the renewal moved: renews on 2026-04-03");
    }

    [Fact]
    public void It_is_done_when_the_account_was_contacted()
    {
        var account = Account(stage: "1", renewal: "2026-03-03");
        s_playbook.Carry(account, Context());
        var contacted = Account(stage: "2", renewal: "2026-03-03");
        contacted.Alerts = account.Alerts;
        s_playbook.Carry(contacted, Context());

        (contacted.Alerts[0].State, contacted.Alerts[0].ClosedBecause).Should().Be((TaskState.Done, "the account is in 2"));
    }
}
