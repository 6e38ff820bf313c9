namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// What was known from a moment on of a passage's first genuine mail after the initial outreach. Appended whenever that changes, never
/// edited: the last one before a moment is what was known then.
/// </summary>
public sealed class KnownReply
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    public int Passage { get; init; }

    /// <summary>When they wrote it; null: what had looked like a reply was taken back.</summary>
    public DateTimeOffset? At { get; init; }

    public DateTimeOffset RecordedAt { get; private set; }
}
