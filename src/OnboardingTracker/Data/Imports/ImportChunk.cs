namespace OnboardingTracker.Data.Imports;

/// <summary>A piece of an uploaded file, where every worker can read it; deleted once the import has ended.</summary>
public sealed class ImportChunk
{
    public long ImportId { get; init; }

    public int Number { get; init; }

    public required byte[] Bytes { get; init; }
}
