using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Playbooks;

public enum RunItemKind
{
    /// <summary>It would be moved (dry runs; what a real run moved is in its transitions), or its alerts were touched, or it was asked.</summary>
    Touched,

    /// <summary>A hold keeps the playbook away.</summary>
    Held,

    /// <summary>It was approved, and has changed since.</summary>
    Dropped,
}

/// <summary>One account that a run found, and what became of it.</summary>
public sealed class PlaybookRunItem
{
    public long RunId { get; init; }

    public long AccountId { get; init; }

    public Account? Account { get; init; }

    public RunItemKind Kind { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public required string Reason { get; init; }

    public Evidence? Evidence { get; init; }

    /// <summary>The account's last transition when it was found: an approved account that moved since is left alone.</summary>
    public long? LastTransitionId { get; init; }
}
