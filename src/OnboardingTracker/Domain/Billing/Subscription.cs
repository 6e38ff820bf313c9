using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Domain.Billing;

/// <summary>
/// One subscription of an account, as far as its signals have told: the newest by the sender's clock wins, whichever arrived last.
/// </summary>
public sealed class Subscription
{
    /// <summary>The id at the source, of a sender that names none.</summary>
    public const string Unnamed = "";

    public long Id { get; init; }

    public long AccountId { get; set; }

    public required string Source { get; init; }

    /// <summary>Its id at the source.</summary>
    public required string ExternalId { get; init; }

    public bool Live { get; set; }

    public string? Status { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? PeriodEnd { get; set; }

    public bool EndsAtPeriodEnd { get; set; }

    /// <summary>What its next bill will ask for, after credits, where an upcoming invoice said so.</summary>
    public decimal? UpcomingAmount { get; set; }

    public string? UpcomingCurrency { get; set; }

    /// <summary>The beginning of the period that the upcoming bill is for.</summary>
    public DateTimeOffset? UpcomingPeriodStart { get; set; }

    /// <summary>The end of the period that the upcoming bill is for.</summary>
    public DateTimeOffset? UpcomingPeriodEnd { get; set; }

    public DateTimeOffset? UpcomingAsOf { get; set; }

    /// <summary>The sender's time of what is known of its state.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Takes what a signal says of the subscription's state; what is older than what is known changes nothing.</summary>
    public void Take(SubscriptionFact fact, DateTimeOffset occurredAt)
    {
        // The sender's clock has whole seconds: of two at once the end of it all counts.
        if (AsOf > occurredAt || (AsOf == occurredAt && !Live && Status is not null && fact.Live))
            return;
        AsOf = occurredAt;
        Live = fact.Live;
        Status = fact.Status;
        StartedAt = fact.StartedAt ?? StartedAt;
        EndedAt = fact.Live ? null : fact.EndedAt ?? occurredAt;
        PeriodEnd = fact.PeriodEnd ?? PeriodEnd;
        EndsAtPeriodEnd = fact.EndsAtPeriodEnd;
    }

    /// <summary>Takes what an upcoming invoice says of its next bill. It also shows that the subscription lives.</summary>
    public void Take(InvoiceFact upcoming, DateTimeOffset occurredAt)
    {
        if (UpcomingAsOf > occurredAt)
            return;
        UpcomingAsOf = occurredAt;
        UpcomingAmount = upcoming.AmountDue;
        UpcomingCurrency = upcoming.Currency;
        UpcomingPeriodStart = upcoming.PeriodStart;
        UpcomingPeriodEnd = upcoming.PeriodEnd;
        if (AsOf is null)
            Live = true;
    }
}
