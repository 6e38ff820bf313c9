namespace OnboardingTracker.Data.Imports;

/// <summary>Why a row of a file was not taken.</summary>
public sealed class ImportRejection
{
    public long Id { get; init; }

    public long ImportId { get; init; }

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line { get; init; }

    public required string Field { get; init; }

    public required string Reason { get; init; }
}
