namespace OnboardingTracker.Features.Import;

/// <summary>The file is larger than this deployment takes.</summary>
public sealed class ImportTooLargeException(long limit)
    : Exception(
        $"The file is larger than the {limit / (1 << 20):N0} MB that are taken. Split it, or raise OnboardingTracker__MaxImportBytes."
    )
{
    public long Limit { get; } = limit;
}
