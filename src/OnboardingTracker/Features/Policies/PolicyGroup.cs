namespace OnboardingTracker.Features.Policies;

/// <summary>Values that belong together.</summary>
/// <param name="InUse">Whether anything in the product reads them yet; those that nothing reads are kept for what is to come.</param>
public sealed record PolicyGroup(string Title, string About, IReadOnlyList<PolicyField> Fields, bool InUse = true)
{
    /// <summary>Where the page has it.</summary>
    public string Id => Title.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal).Replace(' ', '-');
}
