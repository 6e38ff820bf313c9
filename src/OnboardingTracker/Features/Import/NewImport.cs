using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;

namespace OnboardingTracker.Features.Import;

/// <summary>A file that somebody sends, and what they want of it.</summary>
/// <param name="Preview">A person looks at what it would do before it does it.</param>
public sealed record NewImport(string? FileName, ImportFormat Format, bool Baseline, bool Migrate, bool Preview, Actor By)
{
    /// <summary>It comes from the billing database.</summary>
    public bool IsSync { get; init; }

    private const int LongestName = 300;

    public string? FileName { get; } = FileName is { Length: > LongestName } ? FileName[..LongestName] : FileName;
}
