using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

public enum RunState
{
    Queued,
    Running,
    Completed,
    Failed,

    /// <summary>Its process died; what it had done stands, and the next run does the rest.</summary>
    Interrupted,
}

/// <summary>One run of a playbook: who asked for it, under which policy, and what it did.</summary>
public sealed class PlaybookRun
{
    public long Id { get; init; }

    public required string Playbook { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The dry run whose set was approved; null: whatever is due.</summary>
    public long? BasedOnId { get; init; }

    public PlaybookEffect Effect => PlaybookBook.Find(Playbook)?.Effect ?? PlaybookEffect.Moves;

    /// <summary>What it touched is in its transitions; of other runs it is in their items, for real ones too.</summary>
    public bool MovesAccounts => Effect is PlaybookEffect.Moves;

    /// <summary>"schedule", "account changed" or "asked for".</summary>
    public required string Trigger { get; init; }

    public required Actor RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public RunState State { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The team's day that it was run for.</summary>
    public DateOnly? Day { get; set; }

    public int? PolicyVersion { get; set; }

    /// <summary>Accounts that it moved, raised alerts on or asked, or would.</summary>
    public int Touched { get; set; }

    /// <summary>Accounts that a hold kept it away from.</summary>
    public int Held { get; set; }

    /// <summary>Approved accounts that had changed since and were left alone.</summary>
    public int Dropped { get; set; }

    public string? Error { get; set; }

    /// <summary>Somebody asked for the run to be undone; <see cref="UndoneAt"/> says that it has been.</summary>
    public DateTimeOffset? UndoRequestedAt { get; set; }

    public Actor? UndoRequestedBy { get; set; }

    public DateTimeOffset? UndoneAt { get; set; }

    public Actor? UndoneBy { get; set; }
}
