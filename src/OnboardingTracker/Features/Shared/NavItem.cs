namespace OnboardingTracker.Features.Shared;

/// <summary>One entry of the sidebar.</summary>
/// <param name="Keys">The keys that go there: "g b".</param>
/// <param name="Access">What it takes to open it, one of <see cref="Platform.Auth.Access"/>.</param>
/// <param name="Group">The small heading above it; null for the daily tools.</param>
public sealed record NavItem(string Label, string Href, string Icon, string Keys, string Access, string? Group = null)
{
    /// <summary>The view component that counts what waits there; null: nothing is counted.</summary>
    public string? Count { get; init; }

    /// <summary>Whether <paramref name="path"/> is this page or lies below it.</summary>
    public bool IsCurrent(PathString path) =>
        Href == "/" ? path == "/" || path.StartsWithSegments("/accounts") : path.StartsWithSegments(Href);
}
