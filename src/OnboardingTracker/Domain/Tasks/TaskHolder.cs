namespace OnboardingTracker.Domain.Tasks;

/// <summary>Who has a task now, and for whom.</summary>
/// <param name="AwayMemberId">Whose it is, where that person is away and somebody stands in.</param>
public readonly record struct TaskHolder(int? AssigneeId, int? AwayMemberId)
{
    /// <summary>
    /// While somebody is away, the fallback assignee has what is theirs; with nobody there to stand in it stays with them. Source: pipeline.md,
    /// Team: absence, fallback assignee.
    /// </summary>
    /// <param name="whose">Whose the task is; null: nobody's.</param>
    public static TaskHolder Of(int? whose, TaskDesk desk) =>
        desk.IsActive(whose) && !desk.IsPresent(whose) && desk.FallbackAssigneeId != whose && desk.IsPresent(desk.FallbackAssigneeId)
            ? new(desk.FallbackAssigneeId, whose)
            : new(whose, null);

    /// <summary>Whose a playbook's task is that the fallback assignee gets; null: it is their own, or nobody is away.</summary>
    public static int? AwayOf(string kind, int? ownerId, TaskDesk desk) =>
        Of(TaskAssignment.Wanted(kind, ownerId, desk), desk).AwayMemberId;
}
