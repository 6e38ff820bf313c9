using System.ComponentModel.DataAnnotations;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What <c>PUT /accounts/{externalId}</c> takes. Only the fields sent are changed; null clears a value.</summary>
public sealed record AccountBody
{
    /// <summary>May be repeated here; must be the one in the address.</summary>
    [MaxLength(DetailText.ExternalIdLength)]
    public string ExternalId { get; init; } = "";

    /// <summary>Cannot be null. A new account that is not given a name goes by its externalId.</summary>
    [MinLength(1), MaxLength(DetailText.NameLength)]
    public string Name { get; init; } = "";

    /// <summary>The bare internet domain, such as acme.com.</summary>
    [MaxLength(DomainName.Longest)]
    public string? Domain { get; init; }

    public Plan Plan { get; init; }

    /// <summary>yc, or null.</summary>
    public string? Program { get; init; }

    public ForecastBody? Forecast { get; init; }

    public DateOnly? NextRenewalOn { get; init; }

    [MaxLength(DetailText.ForeignIdLength)]
    public string? StripeCustomerId { get; init; }

    /// <summary>Merged with the present ones by e-mail; none is removed.</summary>
    public IReadOnlyList<ContactBody> Contacts { get; init; } = [];

    /// <summary>E-mail of the account executive, TAM or CSM on the account; null: not with Sales.</summary>
    [MaxLength(EmailAddress.Longest)]
    public string? SalesOwner { get; init; }

    /// <summary>E-mail of an active member who works on accounts; null: nobody.</summary>
    [MaxLength(EmailAddress.Longest)]
    public string? Owner { get; init; }

    /// <summary>
    /// Only the legacy segment, Onboarding - engaged, can be set or left. Onboarding Lead is decided by rule, and taken only where it
    /// says what is the case.
    /// </summary>
    public IReadOnlyList<string> Segments { get; init; } = [];
}

/// <summary>An exact amount in one currency.</summary>
public sealed record ForecastBody
{
    /// <summary>Not negative, at most four decimals.</summary>
    [Range(0, 99_999_999_999_999.9999)]
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217; the team's currency where it is left out.</summary>
    [RegularExpression("^[A-Za-z]{3}$")]
    public string Currency { get; init; } = "";
}

/// <summary>A person at an account. A name or role that is not given stays as it is.</summary>
public sealed record ContactBody
{
    [MaxLength(EmailAddress.Longest)]
    public required string Email { get; init; }

    [MaxLength(DetailText.NameLength)]
    public string? Name { get; init; }

    [MaxLength(DetailText.ContactRoleLength)]
    public string? Role { get; init; }
}
