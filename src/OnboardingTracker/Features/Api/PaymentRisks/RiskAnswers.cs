using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Api.Accounts;

namespace OnboardingTracker.Features.Api.PaymentRisks;

/// <summary>What was said of an account's payment.</summary>
/// <param name="Stale">It was said before the current billing period.</param>
public sealed record AssessmentAnswer(PaymentRisk Assessment, string? Note, string? By, DateTimeOffset? At, bool Stale);

/// <summary>One bill of an account.</summary>
/// <param name="State">draft, open or uncollectible; upcoming: it is still to come.</param>
/// <param name="Amount">What is still asked for; null: not said.</param>
public sealed record RiskInvoiceAnswer(
    string? Invoice,
    string? Number,
    string State,
    MoneyAnswer? Amount,
    DateOnly? DueOn,
    int Attempts,
    DateTimeOffset? FailedAt,
    DateTimeOffset? NextAttemptAt
);

/// <summary>An account from which money is expected.</summary>
/// <param name="Open">What its open invoices still ask for, in the team's currency; null: nothing, or no rate converts it.</param>
/// <param name="Upcoming">The same of its next bills.</param>
public sealed record RiskAnswer(
    string Account,
    string Name,
    string? Stage,
    string? Owner,
    DateOnly? NextRenewalOn,
    IReadOnlyList<RiskInvoiceAnswer> Invoices,
    MoneyAnswer? Open,
    MoneyAnswer? Upcoming,
    MoneyAnswer? Forecast,
    AssessmentAnswer PaymentRisk,
    DateTimeOffset? LastContactAt
)
{
    internal const string Example = """
        {
          "account": "acme",
          "name": "Acme",
          "stage": "3a",
          "owner": "ann@example.com",
          "nextRenewalOn": "2026-12-01",
          "invoices": [
            {
              "invoice": "in_1MtHbELkdIwHu7ix",
              "number": "A-0042",
              "state": "open",
              "amount": { "amount": 980.25, "currency": "EUR" },
              "dueOn": "2026-11-01",
              "attempts": 2,
              "failedAt": "2026-11-04T09:00:00Z",
              "nextAttemptAt": "2026-11-20T09:00:00Z"
            }
          ],
          "open": { "amount": 1058.67, "currency": "USD" },
          "upcoming": null,
          "forecast": { "amount": 1249.5, "currency": "EUR" },
          "paymentRisk": {
            "assessment": "atRisk",
            "note": "Card expired, they promised a new one",
            "by": "user:rita@example.com",
            "at": "2026-11-05T12:00:00Z",
            "stale": false
          },
          "lastContactAt": "2026-11-05T11:30:00Z"
        }
        """;

    internal const string Page = $$"""{ "items": [{{Example}}], "nextCursor": null }""";
}

/// <summary>Accounts of one assessment, in the team's currency.</summary>
/// <param name="Weight">What part of the forecast the risk-adjusted one counts, by policy.</param>
public sealed record RiskSumAnswer(
    PaymentRisk Assessment,
    int Accounts,
    int Stale,
    decimal Open,
    decimal Upcoming,
    decimal Forecast,
    decimal StaleForecast,
    decimal Weight,
    decimal RiskAdjusted
)
{
    internal static RiskSumAnswer Of(RiskSum sum) =>
        new(sum.Assessment, sum.Accounts, sum.Stale, sum.Open, sum.Upcoming, sum.Forecast, sum.StaleForecast, sum.Weight, sum.RiskAdjusted);
}

/// <summary>What stands beside the sums: no rate says what it is worth.</summary>
public sealed record RiskApartAnswer(PaymentRisk Assessment, string Currency, decimal Open, decimal Upcoming, decimal Forecast);

/// <summary>The sums as they were when a day began.</summary>
public sealed record RiskThenAnswer(PaymentRisk Assessment, int Accounts, decimal Open, decimal Forecast, decimal RiskAdjusted);

/// <summary>An account that was assessed anew.</summary>
public sealed record ReassessedAnswer(string Account, PaymentRisk From, PaymentRisk To, string By, DateTimeOffset At, string? Note);

/// <summary>An invoice that failed or was paid.</summary>
public sealed record InvoiceEventAnswer(string Account, string Invoice, string? Number, MoneyAnswer? Amount, DateTimeOffset At);

/// <summary>What changed since a day; each list names the newest 200.</summary>
public sealed record RiskSinceAnswer(
    DateOnly On,
    IReadOnlyList<RiskThenAnswer> Then,
    IReadOnlyList<ReassessedAnswer> Assessed,
    IReadOnlyList<InvoiceEventAnswer> Failed,
    IReadOnlyList<InvoiceEventAnswer> Paid
);

/// <summary>The sums per assessment, and what changed since a day where one was asked for.</summary>
public sealed record RiskSummaryAnswer(
    string Currency,
    int Accounts,
    decimal Open,
    decimal Upcoming,
    decimal Forecast,
    decimal RiskAdjusted,
    IReadOnlyList<RiskSumAnswer> Assessments,
    IReadOnlyList<RiskApartAnswer> Apart,
    RiskSinceAnswer? Since
)
{
    internal const string Example = """
        {
          "currency": "USD",
          "accounts": 12,
          "open": 1058.67,
          "upcoming": 8210,
          "forecast": 9400,
          "riskAdjusted": 8650,
          "assessments": [
            {
              "assessment": "atRisk",
              "accounts": 2,
              "stale": 1,
              "open": 1058.67,
              "upcoming": 0,
              "forecast": 1500,
              "staleForecast": 250.5,
              "weight": 0.5,
              "riskAdjusted": 750
            }
          ],
          "apart": [{ "assessment": "notAssessed", "currency": "SEK", "open": 0, "upcoming": 0, "forecast": 4000 }],
          "since": {
            "on": "2026-11-10",
            "then": [{ "assessment": "atRisk", "accounts": 1, "open": 980, "forecast": 1249.5, "riskAdjusted": 624.75 }],
            "assessed": [
              {
                "account": "acme",
                "from": "notAssessed",
                "to": "atRisk",
                "by": "user:rita@example.com",
                "at": "2026-11-15T12:00:00Z",
                "note": "Card expired, they promised a new one"
              }
            ],
            "failed": [
              {
                "account": "acme",
                "invoice": "in_1MtHbELkdIwHu7ix",
                "number": "A-0042",
                "amount": { "amount": 980.25, "currency": "EUR" },
                "at": "2026-11-14T09:00:00Z"
              }
            ],
            "paid": []
          }
        }
        """;
}
