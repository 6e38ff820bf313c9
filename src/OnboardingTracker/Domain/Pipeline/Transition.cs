namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// One change of an account's stage. Never edited or deleted; an undo is a further transition that names the one it undoes.
/// </summary>
public sealed class Transition
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>The passage that the account was in once this was done; 0 when the transition took it out of the pipeline.</summary>
    public int Passage { get; init; }

    /// <summary>Null: it was not in the pipeline.</summary>
    public string? From { get; init; }

    /// <summary>Null: an undo took it out of the pipeline again.</summary>
    public string? To { get; init; }

    /// <summary>When we moved it; for a migrated stage, when the other system says that it was entered.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When it was written down. Only for a migrated stage another time than <see cref="At"/>; never before that of an earlier transition of the account.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    public required Actor Actor { get; init; }

    public string? Reason { get; init; }

    public Evidence? Evidence { get; init; }

    /// <summary>The run of a playbook that made it.</summary>
    public long? PlaybookRunId { get; init; }

    /// <summary>The transition that this one undoes. The pair is left out of timestamps, time in stage and engagement.</summary>
    public long? UndoesId { get; init; }

    /// <summary>The stage was taken over from another system, dated as given.</summary>
    public bool Migrated { get; init; }

    /// <summary>When the account had entered the stage that it left by this; null: it was not in the pipeline.</summary>
    public DateTimeOffset? FromEnteredAt { get; init; }

    /// <summary>The account's owner then.</summary>
    public int? OwnerId { get; init; }

    /// <summary>Which renewal since its passage began the account's next one was then: 1 is the first.</summary>
    public int? RenewalNumber { get; init; }

    /// <summary>The account's next renewal as it was known then.</summary>
    public DateOnly? RenewalOn { get; init; }
}
