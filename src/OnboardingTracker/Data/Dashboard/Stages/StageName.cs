namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>What a stage was called from a moment on. Appended by the database whenever a stage changes.</summary>
public sealed class StageName
{
    public long Id { get; init; }

    public required string Stage { get; init; }

    public required string Name { get; init; }

    public int Position { get; init; }

    public bool Retired { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}
