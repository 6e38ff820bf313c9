namespace OnboardingTracker.Domain.Tasks;

/// <summary>
/// One change of a task: what it was and what it became. Kept by the database itself (the trigger <c>task_changed</c>), so that whoever
/// writes a task, and however, leaves a trace.
/// </summary>
public sealed class TaskChange
{
    public long Id { get; init; }

    public long TaskId { get; init; }

    public long AccountId { get; init; }

    public DateTimeOffset At { get; init; }

    public required Actor By { get; init; }

    public required string Title { get; init; }

    /// <summary>Null: it was raised by this.</summary>
    public TaskState? StateBefore { get; init; }

    public TaskState State { get; init; }

    public int? AssigneeBefore { get; init; }

    public int? AssigneeId { get; init; }

    public DateOnly? DueBefore { get; init; }

    public DateOnly? DueOn { get; init; }

    public DateOnly? SnoozedUntil { get; init; }
}
