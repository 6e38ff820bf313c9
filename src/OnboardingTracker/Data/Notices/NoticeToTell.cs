using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Data.Notices;

/// <summary>What is to be told.</summary>
public sealed record NoticeToTell
{
    public required NoticeKind Kind { get; init; }

    /// <summary>The occasion: "task 12". Told again to the same person with the same key, it is told once. At most 200 characters.</summary>
    public required string Key { get; init; }

    /// <summary>What happened, in one line; what is too long is cut.</summary>
    public required string Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>The page that it leads to, from the root: "/accounts/12".</summary>
    public required string Link { get; init; }

    public long? AccountId { get; init; }

    /// <summary>Who did it, and is not told of it.</summary>
    public Actor? By { get; init; }
}
