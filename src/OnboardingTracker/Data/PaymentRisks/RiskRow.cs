using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>An account from which money is expected: an open invoice, or one to come.</summary>
public sealed class RiskRow
{
    public long Id { get; init; }
    public required string ExternalId { get; init; }
    public required string Name { get; init; }
    public string? Domain { get; init; }
    public string? Stage { get; init; }
    public int? OwnerId { get; init; }
    public DateOnly? NextRenewalOn { get; init; }
    public decimal? ForecastAmount { get; init; }
    public string? ForecastCurrency { get; init; }
    public decimal? ForecastInTeamCurrency { get; init; }
    public required string PaymentRisk { get; init; }
    public string? PaymentRiskNote { get; init; }
    public string? PaymentRiskBy { get; init; }
    public DateTimeOffset? PaymentRiskAt { get; init; }

    /// <summary>The assessment was made before the current billing period.</summary>
    public bool Stale { get; init; }

    public DateOnly? PeriodBeganOn { get; init; }
    public int OpenCount { get; init; }
    public int UpcomingCount { get; init; }

    /// <summary>The first day on which a bill is due.</summary>
    public DateOnly? DueOn { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What its open invoices still ask for, in the team's currency, as far as it can be converted.</summary>
    public decimal? OpenAmount { get; init; }

    /// <inheritdoc cref="OpenAmount"/>
    public decimal? UpcomingAmount { get; init; }

    /// <summary>Bills in a currency without a rate.</summary>
    public int Unconverted { get; init; }

    public decimal SortNumber { get; init; }
    public string SortText { get; init; } = "";

    public PaymentRisk Assessment => Enum.Parse<PaymentRisk>(PaymentRisk, ignoreCase: true);

    public Actor? AssessedBy => PaymentRiskBy is null ? null : Actor.Parse(PaymentRiskBy);

    public RiskCursor Place(RiskSort sort, bool backward = false) => new(sort, SortNumber, SortText, Id, backward);
}

/// <summary>One bill of an account: an open invoice, or the one that comes at the end of the period.</summary>
public sealed class RiskBill
{
    public long AccountId { get; init; }

    /// <summary>It was made; else it is still to come.</summary>
    public bool Open { get; init; }

    /// <summary>draft, open or uncollectible; null: it is still to come.</summary>
    public string? State { get; init; }

    /// <summary>Its id at the source; null: it has none yet.</summary>
    public string? Invoice { get; init; }
    public string? Number { get; init; }
    public string? Link { get; init; }

    /// <summary>What is still asked for; null: not said.</summary>
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public DateOnly? DueOn { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>No source told of it: it is the account's forecast on its renewal.</summary>
    public bool Forecast { get; init; }
}
