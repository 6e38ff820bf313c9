namespace OnboardingTracker.Features.Accounts;

/// <summary>Where an account's customer is looked at in Stripe.</summary>
public static class StripeLink
{
    public static string Of(string customerId) => $"https://dashboard.stripe.com/customers/{Uri.EscapeDataString(customerId)}";
}
