namespace OnboardingTracker.Features.Import;

/// <summary>The columns of a file, with what they mean: for the page, and as a file to begin with.</summary>
public sealed record ImportExample
{
    public static IReadOnlyList<ImportColumnHelp> Columns { get; } =
    [
        new("externalId", "acme-42", "What your systems call the account. The one column that must be there."),
        new("name", "Acme, Inc.", "As people know it, in any script."),
        new("domain", "acme.com", "Bare, without https://."),
        new("plan", "payAsYouGo", "payAsYouGo, startup, annual, free or other."),
        new("program", "yc", "yc or nothing."),
        new("forecastAmount", "1234.56", "What the current period is expected to cost, after credits. With a point, without separators."),
        new("forecastCurrency", "USD", "Three letters. Without it, the team's currency."),
        new("nextRenewalOn", "2026-12-31", "The day of the next bill, as YYYY-MM-DD."),
        new("stripeCustomerId", "cus_Na6dX7aXxi11N4", "The customer in Stripe."),
        new("contactEmail", "ada@acme.com", "One address. Give the account another row for the next contact."),
        new("contactName", "Ada Lovelace", "The contact's name."),
        new("salesOwner", "", "E-mail of the account executive, TAM or CSM: with Sales. Such accounts are no leads."),
        new("owner", "", "E-mail of the specialist. Leads without one are assigned by themselves."),
        new("segments", "", "Only “Onboarding - engaged” can be set."),
    ];
}

/// <param name="Example">A cell as it may stand in a file.</param>
/// <param name="Meaning">A sentence or two for whoever makes the file.</param>
public sealed record ImportColumnHelp(string Name, string Example, string Meaning);
