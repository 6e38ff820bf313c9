namespace OnboardingTracker.Domain.Pipeline;

/// <summary>A wish to move an account.</summary>
public sealed record MoveRequest
{
    public required long AccountId { get; init; }

    public required string To { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>When it happens; for a migrated stage, when it was entered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc cref="StageMove.RecordedAt"/>
    public DateTimeOffset? RecordedAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>The account's renewal: the occasion of a hold that the move may place.</summary>
    public DateOnly? RenewalOn { get; init; }

    /// <summary>Today for the team.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The team's time zone: what is said to people names their days.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public Evidence? Evidence { get; init; }

    public long? PlaybookRunId { get; init; }

    public uint? RowVersion { get; init; }

    /// <summary>One of the moves that a playbook makes although they do not lead forward. Source: pipeline.md, "exception" in the table of the playbooks.</summary>
    public bool IsException { get; init; }

    /// <summary>The stage is taken over from another system: no reason is asked for.</summary>
    public bool Migrated { get; init; }
}
