using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Team;

/// <summary>What is to change about a member; what is not given stays as it is.</summary>
public sealed record MemberUpdate
{
    public Optional<string> Name { get; init; }
    public Optional<Role> Role { get; init; }
    public Optional<bool> Absent { get; init; }
    public Optional<bool> Active { get; init; }

    /// <summary>
    /// Who gets the accounts of somebody who is deactivated or can no longer own any; null: nobody, until they are dealt out.
    /// Asked for where the person owns accounts that somebody has work with.
    /// </summary>
    public Optional<int?> ReassignTo { get; init; }
}
