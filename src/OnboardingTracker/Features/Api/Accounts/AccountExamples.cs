namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>The account that the API's description tells of.</summary>
internal static class AccountExamples
{
    public const string Put = """
        {
          "name": "Acme",
          "domain": "acme.com",
          "plan": "payAsYouGo",
          "program": null,
          "forecast": { "amount": 1249.5, "currency": "USD" },
          "nextRenewalOn": "2026-12-01",
          "stripeCustomerId": "cus_NffrFeUfNV2Hib",
          "contacts": [{ "email": "jo@acme.com", "name": "Jo Doe", "role": "CTO" }],
          "salesOwner": null
        }
        """;

    public const string Answer = """
        {
          "externalId": "acme",
          "name": "Acme",
          "domain": "acme.com",
          "plan": "payAsYouGo",
          "program": null,
          "forecast": { "amount": 1249.5, "currency": "USD" },
          "nextRenewalOn": "2026-12-01",
          "stripeCustomerId": "cus_NffrFeUfNV2Hib",
          "contacts": [{ "email": "jo@acme.com", "name": "Jo Doe", "role": "CTO" }],
          "salesOwner": null,
          "owner": "ann@example.com",
          "segments": ["Onboarding Lead"],
          "stage": { "code": "3a", "name": "Engaged — Email", "enteredAt": "2026-11-14T09:30:00Z" },
          "stageTimestamps": { "1": "2026-11-02T08:00:00Z", "2": "2026-11-03T10:15:00Z", "3a": "2026-11-14T09:30:00Z" },
          "engaged": true,
          "engagedAt": "2026-11-14T09:30:00Z",
          "paymentRisk": {
            "assessment": "likelyToPay",
            "note": "Card renewed",
            "by": "user:rita@example.com",
            "at": "2026-11-15T12:00:00Z"
          },
          "churnedOn": null,
          "links": { "page": "/accounts/42", "stripe": "https://dashboard.stripe.com/customers/cus_NffrFeUfNV2Hib" }
        }
        """;

    public const string Page = $$"""{ "items": [{{Answer}}], "nextCursor": null }""";
}
