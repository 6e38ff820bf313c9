using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Which of a run's accounts are shown.</summary>
public enum RunPart
{
    /// <summary>Those that it moved, or would move.</summary>
    Touched,

    /// <summary>Those that a hold keeps it away from (dry runs name them).</summary>
    Held,

    /// <summary>Those that were approved and have changed since.</summary>
    Dropped,

    /// <summary>Those that the undo of the run left where they are.</summary>
    Left,
}

/// <summary>One account of a run.</summary>
/// <param name="Place">Where the next page begins after it.</param>
/// <param name="Undone">The move has been undone.</param>
/// <param name="Since">What the account did after the run; told of those that an undo left alone.</param>
public sealed record RunAccount(
    long Place,
    long AccountId,
    string ExternalId,
    string Name,
    string? From,
    string? To,
    string? Reason,
    Evidence? Evidence,
    bool Undone = false,
    Transition? Since = null
);

/// <param name="Next">Where the next page begins; null: this is the last one.</param>
public sealed record RunAccountPage(IReadOnlyList<RunAccount> Accounts, long? Next)
{
    public const int Size = 50;
}
