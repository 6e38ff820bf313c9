using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Whether a playbook is on. Without a row it is.</summary>
public sealed class PlaybookSwitch
{
    public required string Playbook { get; init; }

    public bool Enabled { get; set; } = true;

    public DateTimeOffset ChangedAt { get; set; }

    public Actor ChangedBy { get; set; }
}
