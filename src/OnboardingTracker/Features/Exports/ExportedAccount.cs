using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Exports;

/// <summary>An account as a file has it.</summary>
public sealed class ExportedAccount
{
    public long Id { get; init; }
    public required string ExternalId { get; init; }
    public required string Name { get; init; }
    public string? Domain { get; init; }
    public Plan Plan { get; init; }
    public string? Program { get; init; }
    public decimal? ForecastAmount { get; init; }
    public string? ForecastCurrency { get; init; }
    public DateOnly? NextRenewalOn { get; init; }
    public string? StripeCustomerId { get; init; }

    /// <summary>Of the contact known longest: a list has one line an account.</summary>
    public string? ContactEmail { get; init; }
    public string? ContactName { get; init; }
    public string? SalesOwner { get; init; }
    public string? Owner { get; init; }
    public bool IsLead { get; init; }
    public bool InLegacySegment { get; init; }
    public string? Stage { get; init; }
    public DateTimeOffset? StageEnteredAt { get; init; }
    public int Passage { get; init; }
    public DateTimeOffset? EngagedAt { get; init; }
    public PaymentRisk PaymentRisk { get; init; }
    public string? PaymentRiskNote { get; init; }
    public DateOnly? ChurnedOn { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The stages of the present passage; null: never in the pipeline.</summary>
    public PassageTimes? Times { get; set; }
}
