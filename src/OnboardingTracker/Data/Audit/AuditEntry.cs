using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Audit;

/// <summary>One change of policy, playbooks, team, keys or imports: who changed what. Never edited or deleted.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>What was done, in the past tense: "policy changed", "member added".</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: a playbook's name, a member's e-mail.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of each value to the old and the new one.</summary>
    public IReadOnlyDictionary<string, string?[]> Values { get; init; } = new Dictionary<string, string?[]>();
}
