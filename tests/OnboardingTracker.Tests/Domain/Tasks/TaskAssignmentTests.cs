using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Tests.Domain.Tasks;

public sealed class TaskAssignmentTests
{
    private const int Owner = 1;
    private const int Magda = 2;
    private const int Fallback = 3;

    /// <summary>Who is there: o the owner, m the alert assignee, f the fallback; in capitals away; missing: has left.</summary>
    [Theory]
    [InlineData("omf", TaskKinds.FailedPayment, Owner, Magda, Fallback, Magda)]
    [InlineData("omf", TaskKinds.LargeInvoice, Owner, Magda, Fallback, Magda)]
    [InlineData("omf", TaskKinds.NeverContacted, Owner, Magda, Fallback, Owner)]
    [InlineData("omf", TaskKinds.HandOff, Owner, Magda, Fallback, Owner)]
    [InlineData("omf", TaskKinds.FailedPayment, Owner, null, Fallback, Owner)] // none named: the owner
    [InlineData("omf", TaskKinds.FailedPayment, null, null, Fallback, Fallback)] // nobody's account
    [InlineData("omf", TaskKinds.NeverContacted, null, Magda, Fallback, Fallback)]
    [InlineData("omf", TaskKinds.NeverContacted, null, Magda, null, null)] // unassigned
    [InlineData("oMf", TaskKinds.FailedPayment, Owner, Magda, Fallback, Fallback)] // away
    [InlineData("Omf", TaskKinds.NeverContacted, Owner, Magda, Fallback, Fallback)]
    [InlineData("of", TaskKinds.FailedPayment, Owner, Magda, Fallback, Fallback)] // has left
    [InlineData("mf", TaskKinds.NeverContacted, Owner, Magda, Fallback, Fallback)]
    [InlineData("oMF", TaskKinds.FailedPayment, Owner, Magda, Fallback, Magda)] // everybody is away
    [InlineData("oM", TaskKinds.FailedPayment, Owner, Magda, null, Magda)]
    [InlineData("oF", TaskKinds.FailedPayment, Owner, Magda, Fallback, Fallback)]
    [InlineData("o", TaskKinds.FailedPayment, Owner, Magda, Fallback, null)]
    public void Who_gets_a_task(string there, string kind, int? owner, int? alertAssignee, int? fallback, int? gets)
    {
        var members = there
            .Select(letter => new Member
            {
                Id = char.ToLowerInvariant(letter) switch
                {
                    'o' => Owner,
                    'm' => Magda,
                    _ => Fallback,
                },
                Email = $"{letter}@example.com",
                Name = "",
                Role = Role.Specialist,
                Absent = char.IsUpper(letter),
            })
            .ToDictionary(member => member.Id);

        TaskAssignment.For(kind, owner, new TaskDesk(members, alertAssignee, fallback)).Should().Be(gets);
    }
}
