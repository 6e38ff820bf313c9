namespace OnboardingTracker.Domain.Checklists;

/// <summary>What somebody said of one item of an account's audit, in one passage. Never edited: the last one counts.</summary>
public sealed class ChecklistMark
{
    /// <summary>The longest finding, in UTF-16 units.</summary>
    public const int LongestFinding = 2000;

    public long Id { get; init; }

    public long AccountId { get; init; }

    public int Passage { get; init; }

    /// <summary>The code of a <see cref="ChecklistItem"/>.</summary>
    public required string Item { get; init; }

    public ChecklistState State { get; init; }

    /// <summary>What was found, in plain words; null: nothing was written.</summary>
    public string? Finding { get; init; }

    public required Actor By { get; init; }

    public DateTimeOffset At { get; init; }
}
