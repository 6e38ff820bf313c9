namespace OnboardingTracker.Domain.Billing;

/// <summary>
/// That an account's last live subscription ended, as it was known from one moment to another. An end that was taken back soon after is
/// none. An account that churns twice has two.
/// </summary>
public sealed class KnownChurn
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When the account came back with another subscription, too late to take the churn back; null: it has not.</summary>
    public DateTimeOffset? BackAt { get; init; }

    /// <summary>When we learned it.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>When we learned otherwise; null: it is what we know.</summary>
    public DateTimeOffset? SupersededAt { get; set; }
}
