namespace OnboardingTracker.Domain.Playbooks;

/// <summary>A person's decision that one playbook leaves one account alone until its occasion changes or a person lifts it.</summary>
public sealed class Hold
{
    /// <summary>A renewal this many days later is another occasion; anything less is a correction of the same one.</summary>
    public const int DaysToAnotherRenewal = 14;

    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>The account's passage when it was placed: holds count within the passage.</summary>
    public int Passage { get; init; }

    public required string Playbook { get; init; }

    public DateTimeOffset PlacedAt { get; init; }

    public required Actor PlacedBy { get; init; }

    public string? Reason { get; init; }

    /// <summary>The hold has lapsed once the account's renewal is this day or later. Null: only a person ends it.</summary>
    public DateOnly? UntilRenewalOn { get; init; }

    /// <summary>The hold has lapsed once a signal that arrived after it was placed calls for its playbook.</summary>
    public bool UntilNewSignal { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }

    public Actor? LiftedBy { get; set; }

    /// <summary>Whether the hold still keeps its playbook away. <see cref="PlaybookSubject"/> states the same for the database.</summary>
    /// <param name="signalAt">When the signal arrived that calls for its playbook; null: none does.</param>
    public bool InForce(DateOnly? renewalOn, int passage, DateTimeOffset? signalAt = null) =>
        LiftedAt is null
        && Passage == passage
        && (UntilRenewalOn is null || renewalOn is null || renewalOn < UntilRenewalOn)
        && (!UntilNewSignal || signalAt is null || signalAt <= PlacedAt);
}
