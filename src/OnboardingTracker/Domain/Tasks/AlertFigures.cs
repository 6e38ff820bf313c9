namespace OnboardingTracker.Domain.Tasks;

/// <summary>The figures that an alert stands on, as they were when it was last looked at. What does not belong to its kind is null.</summary>
public sealed record AlertFigures
{
    /// <summary>The invoice's id at its source.</summary>
    public string? Invoice { get; init; }

    /// <summary>Its number as the customer sees it.</summary>
    public string? Number { get; init; }

    /// <summary>Where to see it at the source; only https is shown as a link.</summary>
    public string? Link { get; init; }

    /// <summary>What the customer is asked to pay, or forecast to be.</summary>
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>How often payment was tried.</summary>
    public int? Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>The subscription's id at its source; null: the account as a whole.</summary>
    public string? Subscription { get; init; }

    public DateOnly? RenewalOn { get; init; }

    /// <summary>The last regular invoice that was paid.</summary>
    public decimal? LastPaid { get; init; }

    public string? LastPaidCurrency { get; init; }

    /// <summary>Which threshold it reached, in words: "at or above 1000.00 USD", "at least 2 times the last paid invoice".</summary>
    public string? Threshold { get; init; }
}
