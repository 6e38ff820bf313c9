using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>Rows that are worked together, in the order of the file: one transaction.</summary>
/// <param name="BytesRead">How much of the file has been read once these rows are through.</param>
internal sealed record ImportBatch(IReadOnlyList<ReadRow> Rows, long BytesRead)
{
    public int LastLine => Rows[^1].Line;
}
