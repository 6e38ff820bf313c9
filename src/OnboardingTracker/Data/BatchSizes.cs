namespace OnboardingTracker.Data;

/// <summary>
/// How many accounts, alerts or rows of a file one transaction takes: a kill costs no more than one batch. Large enough that a transaction
/// costs little, small enough that nobody waits long for a lock and that two of them are a few megabytes. Tests cut books of hundreds by
/// smaller ones.
/// </summary>
public sealed record BatchSizes
{
    /// <summary>Accounts that a playbook moves.</summary>
    public int Moves { get; init; } = 5_000;

    /// <summary>Moves that are taken back.</summary>
    public int Undo { get; init; } = 2_000;

    /// <summary>Accounts whose alerts are raised or closed.</summary>
    public int Alerts { get; init; } = 1_000;

    /// <summary>Rows of an import's file.</summary>
    public int ImportRows { get; init; } = 5_000;
}
