using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>An account, as the API tells it.</summary>
public sealed record AccountAnswer
{
    /// <summary>What other systems call it; unique.</summary>
    public required string ExternalId { get; init; }

    public required string Name { get; init; }

    /// <summary>The bare internet domain, such as acme.com.</summary>
    public required string? Domain { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>The startup programme: yc, or null.</summary>
    public required string? Program { get; init; }

    /// <summary>What the customer is expected to be asked to pay for the current period, after credits.</summary>
    public required MoneyAnswer? Forecast { get; init; }

    /// <summary>The day on which the current billing period ends and the bill is made.</summary>
    public required DateOnly? NextRenewalOn { get; init; }

    public required string? StripeCustomerId { get; init; }

    public required IReadOnlyList<ContactAnswer> Contacts { get; init; }

    /// <summary>E-mail of the account executive, TAM or CSM on the account; null: not with Sales.</summary>
    public required string? SalesOwner { get; init; }

    /// <summary>E-mail of the specialist whom the account is assigned to; null: nobody.</summary>
    public required string? Owner { get; init; }

    /// <summary>Named memberships: Onboarding Lead, Onboarding - engaged.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Where it is in the pipeline; null: not in it.</summary>
    public required StageAnswer? Stage { get; init; }

    /// <summary>Code of each stage that this passage has been in to when it was first entered; undone moves do not count.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> StageTimestamps { get; init; }

    /// <summary>Whether the customer has engaged with us in this passage.</summary>
    public required bool Engaged { get; init; }

    /// <summary>When they first did.</summary>
    public required DateTimeOffset? EngagedAt { get; init; }

    public required PaymentRiskAnswer PaymentRisk { get; init; }

    public required DateOnly? ChurnedOn { get; init; }

    /// <summary>Where else to look at it: page (here, a path), stripe (the customer in Stripe's dashboard).</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }
}

/// <summary>An exact amount in one currency.</summary>
/// <param name="Amount">In the currency's main unit (dollars, not cents), exact to four decimals.</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
public sealed record MoneyAnswer(decimal Amount, string Currency);

/// <summary>A person at an account.</summary>
public sealed record ContactAnswer(string Email, string? Name, string? Role);

/// <summary>The stage that an account is in.</summary>
/// <param name="Code">1, 2, 3a, 3b, 4a, 4b, 5, 6a, 6b, 6c, 6d or 7.</param>
/// <param name="Name">The stage as people see it.</param>
/// <param name="EnteredAt">When the account last entered it.</param>
public sealed record StageAnswer(string Code, string Name, DateTimeOffset EnteredAt);

/// <summary>The Payment Risk Assessment: will the open or upcoming invoice be paid?</summary>
/// <param name="By">Who said so: user:…, api:… or playbook:….</param>
public sealed record PaymentRiskAnswer(PaymentRisk Assessment, string? Note, string? By, DateTimeOffset? At);
