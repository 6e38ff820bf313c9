using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What <c>PUT /accounts/{externalId}</c> takes. Only the fields sent are changed; null clears a value.</summary>
public sealed record AccountBody
{
    /// <summary>May be repeated here; must be the one in the address.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Cannot be null. A new account that is not given a name goes by its externalId.</summary>
    public string? Name { get; init; }

    /// <summary>The bare internet domain, such as acme.com.</summary>
    public string? Domain { get; init; }

    public Plan Plan { get; init; }

    /// <summary>yc, or null.</summary>
    public string? Program { get; init; }

    public ForecastBody? Forecast { get; init; }

    public DateOnly? NextRenewalOn { get; init; }

    public string? StripeCustomerId { get; init; }

    /// <summary>Merged with the present ones by e-mail; none is removed.</summary>
    public IReadOnlyList<ContactBody>? Contacts { get; init; }

    /// <summary>E-mail of the account executive, TAM or CSM on the account; null: not with Sales.</summary>
    public string? SalesOwner { get; init; }

    /// <summary>E-mail of an active member who works on accounts; null: nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Only the legacy segment, Onboarding - engaged, can be set or left. Onboarding Lead is decided by rule, and taken only where it
    /// says what is the case.
    /// </summary>
    public IReadOnlyList<string>? Segments { get; init; }
}

/// <summary>An exact amount in one currency.</summary>
public sealed record ForecastBody
{
    /// <summary>Not negative, at most four decimals.</summary>
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217; the team's currency where it is left out.</summary>
    public string? Currency { get; init; }
}

/// <summary>A person at an account. A name or role that is not given stays as it is.</summary>
public sealed record ContactBody
{
    public required string Email { get; init; }

    public string? Name { get; init; }

    public string? Role { get; init; }
}
