namespace OnboardingTracker.Platform.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on this page.</param>
/// <param name="NextCursor">To be sent as <c>cursor</c> for the next page; null: this is the last one.</param>
public sealed record ApiList<T>(IReadOnlyList<T> Items, string? NextCursor);
