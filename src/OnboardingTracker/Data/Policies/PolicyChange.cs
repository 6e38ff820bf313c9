using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>What became of the wish to change the policy.</summary>
public abstract record PolicyChange
{
    private PolicyChange() { }

    /// <param name="Version">The version now in force; the one that was read where nothing differed.</param>
    /// <param name="Values">Name of each value that changed, camelCase, to the old and the new one; empty: nothing differed.</param>
    public sealed record Accepted(Policy Policy, int Version, IReadOnlyDictionary<string, string?[]> Values) : PolicyChange;

    public sealed record Refused(IReadOnlyList<PolicyError> Errors) : PolicyChange;

    /// <summary>Somebody changed the policy since it was read; nothing was overwritten.</summary>
    public sealed record Conflict(Policy Policy, int Version) : PolicyChange;
}
