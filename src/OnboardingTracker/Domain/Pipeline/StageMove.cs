using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Pipeline;

/// <summary>A decided move, ready for the one door: what it saw, what it makes of it, and whatever belongs to it.</summary>
public sealed record StageMove
{
    public required long AccountId { get; init; }

    /// <summary>The state that the decision saw; the door applies the move only where the account is still in it.</summary>
    public required PipelineState Before { get; init; }

    /// <summary>The row version that the decision saw, where any change of the account makes the decision void (playbooks).</summary>
    public uint? RowVersion { get; init; }

    /// <summary>The state after it; the door fills in the transition's id.</summary>
    public required PipelineState After { get; init; }

    /// <summary>Whether somebody has work with the account once it is there: stages 1 to 5 and 7.</summary>
    public required bool InWorkAfter { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it is written down, where that is another time: a migrated stage is dated as given. Null: <see cref="At"/>.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    public required Actor Actor { get; init; }

    public string? Reason { get; init; }

    public Evidence? Evidence { get; init; }

    public long? PlaybookRunId { get; init; }

    /// <summary>The transition that it undoes; the holds which that one placed are lifted.</summary>
    public long? UndoesId { get; init; }

    public bool Migrated { get; init; }

    /// <summary>Holds that the move places: a person's decision outranks a playbook.</summary>
    public IReadOnlyList<HoldToPlace> Holds { get; init; } = [];
}
