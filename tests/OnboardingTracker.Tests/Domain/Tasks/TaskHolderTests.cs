using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Tests.Domain.Tasks;

/// <summary>Jonas (1) owns the account, Magda (2) is the fallback assignee, Ann (3) takes care of alerts.</summary>
public sealed class TaskHolderTests
{
    [Theory]
    [InlineData("", 1, 1, null)]
    [InlineData("1", 1, 2, 1)]
    [InlineData("1 2", 1, 1, null)]
    [InlineData("2", 2, 2, null)]
    [InlineData("", null, null, null)]
    // Nobody comes back for what somebody who has left had; that is handed over.
    [InlineData("gone 1", 1, 1, null)]
    public void While_somebody_is_away_the_fallback_assignee_has_what_is_theirs(string away, int? whose, int? holder, int? remembered) =>
        TaskHolder.Of(whose, DeskWith(away)).Should().Be(new TaskHolder(holder, remembered));

    [Theory]
    [InlineData(TaskKinds.NeverContacted, "1", 2, 1)]
    [InlineData(TaskKinds.FailedPayment, "1", 3, null)]
    [InlineData(TaskKinds.FailedPayment, "3", 2, 3)]
    [InlineData(TaskKinds.FailedPayment, "2 3", 3, null)]
    public void A_playbook_s_task_remembers_whose_it_is_where_somebody_else_gets_it(string kind, string away, int assignee, int? remembered)
    {
        var desk = DeskWith(away);

        TaskAssignment.For(kind, 1, desk).Should().Be(assignee);
        TaskHolder.AwayOf(kind, 1, desk).Should().Be(remembered);
    }

    private static TaskDesk DeskWith(string away)
    {
        var words = away.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var members = Enumerable
            .Range(1, 3)
            .Select(id => new Member
            {
                Id = id,
                Email = $"{id}@example.com",
                Name = $"{id}",
                Role = Role.Specialist,
                Absent = words.Contains($"{id}"),
                Active = !(words.Contains("gone") && words.Contains($"{id}")),
            });
        return new TaskDesk(members.ToDictionary(member => member.Id), AlertAssigneeId: 3, FallbackAssigneeId: 2);
    }
}
