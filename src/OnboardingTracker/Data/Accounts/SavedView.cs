using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Accounts;

/// <summary>A named choice of filters, order and columns for a list.</summary>
public sealed class SavedView
{
    public int Id { get; init; }

    public int MemberId { get; init; }

    public Member? Member { get; init; }

    public required string Name { get; set; }

    /// <summary>The list's query string, without the question mark.</summary>
    public required string Query { get; set; }

    /// <summary>Everybody sees it; only its maker changes it.</summary>
    public bool Shared { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
