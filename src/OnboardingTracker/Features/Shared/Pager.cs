namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_Pager</c>: keyset paging has a previous and a next page, and no page numbers.</summary>
public sealed record Pager(string Summary, string? PreviousUrl, string? NextUrl);
