namespace OnboardingTracker.Features.Accounts.Holds;

/// <summary>Model of <c>_KeepForm</c>: keep an account for another period.</summary>
public sealed record KeepForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    /// <summary>The account's last transition as the person saw it; 0: it had none.</summary>
    public required long Seen { get; init; }

    /// <summary>The stage that an account in 5 goes back to; null: it stays where it is.</summary>
    public string? GoesBackTo { get; init; }

    /// <summary>From when on a renewal is another period.</summary>
    public DateOnly? UntilRenewalOn { get; init; }

    public string? Reason { get; init; }

    public string? ReasonError { get; init; }

    /// <summary>What somebody else did meanwhile.</summary>
    public string? Conflict { get; init; }
}
