namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// What was known from a moment on of a passage's first engagement. Appended whenever that changes, never edited: the last one before
/// a moment is what was known then.
/// </summary>
public sealed class KnownEngagement
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    public int Passage { get; init; }

    /// <summary>When they first engaged; null: what had looked like it was taken back.</summary>
    public DateTimeOffset? At { get; init; }

    /// <inheritdoc cref="Engagement.Evidence"/>
    public string? By { get; init; }

    public DateTimeOffset RecordedAt { get; private set; }
}
