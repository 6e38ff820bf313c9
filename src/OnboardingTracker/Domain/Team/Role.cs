namespace OnboardingTracker.Domain.Team;

/// <summary>What a member may do. Source: pipeline.md, "Roles".</summary>
public enum Role
{
    /// <summary>Works on accounts and marks payment risk.</summary>
    Specialist,

    /// <summary>Reads accounts and marks payment risk.</summary>
    Revenue,

    /// <summary>Also changes policy, playbooks and team.</summary>
    Lead,

    /// <summary>Also integrations, import, users, API keys, jobs.</summary>
    Admin,
}
