using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.Tasks;

/// <summary>Who of the team is there to take tasks.</summary>
/// <param name="AlertAssigneeId">Who takes care of failed payments and large invoices; null: each account's owner.</param>
/// <param name="FallbackAssigneeId">Who gets what has no one; null: nobody.</param>
public sealed record TaskDesk(IReadOnlyDictionary<int, Member> Members, int? AlertAssigneeId, int? FallbackAssigneeId)
{
    public static TaskDesk Empty { get; } = new(new Dictionary<int, Member>(), null, null);

    public bool IsActive(int? memberId) => memberId is { } id && Members.TryGetValue(id, out var member) && member.Active;

    public bool IsPresent(int? memberId) => IsActive(memberId) && !Members[memberId!.Value].Absent;
}

/// <summary>
/// Who gets a task now. Source: pipeline.md, "The playbooks": failed payments and large invoices go to the alert assignee, or to the owner
/// where none is named; everything else to the owner; what has no one, and an absent person's, to the fallback assignee.
/// </summary>
public static class TaskAssignment
{
    /// <param name="kind">One of <see cref="TaskKinds"/>.</param>
    /// <param name="ownerId">The account's owner.</param>
    /// <returns>Null: nobody yet.</returns>
    public static int? For(string kind, int? ownerId, TaskDesk desk)
    {
        var wanted = Wanted(kind, ownerId, desk);
        if (desk.IsPresent(wanted))
            return wanted;
        if (desk.IsPresent(desk.FallbackAssigneeId))
            return desk.FallbackAssigneeId;
        // Everybody is away: rather with who will come back than with nobody.
        return desk.IsActive(wanted) ? wanted
            : desk.IsActive(desk.FallbackAssigneeId) ? desk.FallbackAssigneeId
            : null;
    }

    /// <summary>Whose it is when everybody is there; where it goes back to.</summary>
    public static int? Wanted(string kind, int? ownerId, TaskDesk desk) =>
        kind is TaskKinds.FailedPayment or TaskKinds.LargeInvoice && desk.AlertAssigneeId is { } named ? named : ownerId;
}
