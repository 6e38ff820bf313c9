namespace OnboardingTracker.Domain.Accounts;

/// <summary>The details whose history is kept, named as in the API.</summary>
public static class DetailNames
{
    public const string Name = "name";
    public const string Domain = "domain";
    public const string Plan = "plan";
    public const string Program = "program";
    public const string Forecast = "forecast";
    public const string NextRenewalOn = "nextRenewalOn";
    public const string StripeCustomerId = "stripeCustomerId";
    public const string SalesOwner = "salesOwner";
    public const string Owner = "owner";
    public const string Segments = "segments";
    public const string PaymentRisk = "paymentRisk";
    public const string Contacts = "contacts";
}
