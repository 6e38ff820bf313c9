namespace OnboardingTracker.Domain.Accounts;

/// <summary>What a source or a person says about an account's details; what is not given stays as it is.</summary>
public sealed record AccountUpdate
{
    public Optional<string> Name { get; init; }
    public Optional<string?> Domain { get; init; }
    public Optional<Plan> Plan { get; init; }
    public Optional<string?> Program { get; init; }
    public Optional<Money?> Forecast { get; init; }
    public Optional<DateOnly?> NextRenewalOn { get; init; }
    public Optional<string?> StripeCustomerId { get; init; }

    /// <summary>E-mail of the account executive, TAM or CSM on the account; null: not with Sales.</summary>
    public Optional<string?> SalesOwner { get; init; }

    public Optional<int?> OwnerId { get; init; }

    /// <summary>Membership of the legacy segment; the lead segment is entered and left by rule alone.</summary>
    public Optional<bool> LegacySegment { get; init; }
}
