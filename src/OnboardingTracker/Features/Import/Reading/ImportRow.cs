using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// What one row says about one account, checked and in the form in which it is stored. A field counts only where
/// <see cref="Given"/> names it: given and null clears the value, not given leaves it as it is.
/// </summary>
public sealed class ImportRow
{
    public required int Line { get; init; }
    public string ExternalId { get; set; } = "";
    public ImportFields Given { get; set; }
    public string? Name { get; set; }
    public string? Domain { get; set; }

    public Plan? Plan { get; set; }
    public string? Program { get; set; }
    public decimal? ForecastAmount { get; set; }

    /// <summary>Given whenever the amount is: a row without one is in the team's currency.</summary>
    public string? ForecastCurrency { get; set; }
    public DateOnly? NextRenewalOn { get; set; }
    public string? StripeCustomerId { get; set; }
    public string? ContactEmail { get; set; }
    public string? ContactName { get; set; }
    public string? SalesOwner { get; set; }
    public string? Owner { get; set; }

    /// <summary>Whether the account belongs to the legacy segment; means something only where segments are given.</summary>
    public bool InLegacySegment { get; set; }
    public string? Stage { get; set; }
    public DateOnly? StageEnteredOn { get; set; }
}
