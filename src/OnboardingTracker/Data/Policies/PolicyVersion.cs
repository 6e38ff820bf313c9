using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>One version of the policy; the newest is in force. Old ones stay, since runs name the version they read.</summary>
public sealed class PolicyVersion
{
    public int Version { get; init; }

    public required Policy Policy { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public required Actor ChangedBy { get; init; }
}
