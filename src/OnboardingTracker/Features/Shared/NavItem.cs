namespace OnboardingTracker.Features.Shared;

/// <summary>
/// One entry of the sidebar. <paramref name="Keys"/> goes there ("g b"). <paramref name="Group"/> is the small heading above it, null for the daily tools.
/// </summary>
public sealed record NavItem(string Label, string Href, string Icon, string Keys, string? Group = null)
{
    /// <summary>Whether <paramref name="path"/> is this page or lies below it.</summary>
    public bool IsCurrent(PathString path) =>
        Href == "/" ? path == "/" || path.StartsWithSegments("/accounts") : path.StartsWithSegments(Href);
}
