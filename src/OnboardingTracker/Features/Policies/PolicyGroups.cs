using OnboardingTracker.Domain.Policies;
using static OnboardingTracker.Features.Policies.FieldKinds;

namespace OnboardingTracker.Features.Policies;

/// <summary>Every number and switch of <see cref="Policy"/>, in the order and the words of the page.</summary>
public static class PolicyGroups
{
    public static IReadOnlyList<PolicyGroup> All { get; } =
    [
        new(
            "Final outreach",
            "When an account goes to 5 Awaiting Final Outreach.",
            [
                Whole(
                    nameof(Policy.FinalOutreachDaysBefore),
                    "Before the renewal",
                    "The account goes to 5 this long before its renewal, counted in calendar days.",
                    "day",
                    p => p.FinalOutreachDaysBefore,
                    (p, value) => p with { FinalOutreachDaysBefore = value }
                ),
                Ordinal(
                    nameof(Policy.FinalOutreachAtRenewal),
                    "At which renewal",
                    "Counted since the account entered the pipeline: 1 is its first.",
                    p => p.FinalOutreachAtRenewal,
                    (p, value) => p with { FinalOutreachAtRenewal = value }
                ),
                Whole(
                    nameof(Policy.FinalOutreachDaysAfterOutreach),
                    "After the initial outreach",
                    "Not sooner than this long after the first e-mail, so that nobody gets both in one week.",
                    "day",
                    p => p.FinalOutreachDaysAfterOutreach,
                    (p, value) => p with { FinalOutreachDaysAfterOutreach = value }
                ),
                Switch(
                    nameof(Policy.FinalOutreachIncludesNewAccounts),
                    "Also accounts that nobody has written to",
                    "Off: an account in 1 stays there and raises an alert instead.",
                    p => p.FinalOutreachIncludesNewAccounts,
                    (p, value) => p with { FinalOutreachIncludesNewAccounts = value }
                ),
            ]
        ),
        new(
            "New leads",
            "Which accounts enter the pipeline by themselves.",
            [
                Amount(
                    nameof(Policy.LeadForecastAbove),
                    "Forecast above",
                    "A lead is expected to be asked for more than this in the current period.",
                    p => p.LeadForecastAbove,
                    (p, value) => p with { LeadForecastAbove = value }
                ),
                Switch(
                    nameof(Policy.OtherStartupProgramsAreLeads),
                    "Startup programmes other than YC",
                    "On: their accounts are leads as YC's are.",
                    p => p.OtherStartupProgramsAreLeads,
                    (p, value) => p with { OtherStartupProgramsAreLeads = value }
                ),
                Whole(
                    nameof(Policy.ConfirmNewLeadsAbove),
                    "Ask before an import makes more than",
                    "A larger import has to be confirmed, so that a first file does not flood the team.",
                    "new lead",
                    p => p.ConfirmNewLeadsAbove,
                    (p, value) => p with { ConfirmNewLeadsAbove = value }
                ),
            ]
        ),
        new(
            "The team's days and money",
            "In which time zone days are counted, and in which currency amounts are compared.",
            [
                Word(
                    nameof(Policy.TimeZone),
                    "Time zone",
                    "Renewals and due days are days in this zone.",
                    p => p.TimeZone,
                    (p, value) => p with { TimeZone = value }
                ),
                Hour(
                    nameof(Policy.PolicyHour),
                    "Daily playbooks run at",
                    "In the team's time zone.",
                    p => p.PolicyHour,
                    (p, value) => p with { PolicyHour = value }
                ),
                Word(
                    nameof(Policy.TeamCurrency),
                    "Currency",
                    "Thresholds and sums are in it.",
                    p => p.TeamCurrency,
                    (p, value) => p with { TeamCurrency = value.ToUpperInvariant() }
                ),
                new PolicyField(
                    nameof(Policy.CurrencyRates),
                    "Rates of other currencies",
                    "One a line: what one unit is worth in the team's currency, such as EUR 1.08. A currency without a rate is listed, never compared.",
                    PolicyFieldKind.Lines
                )
                {
                    Text = policy => CurrencyRates.Text(policy.CurrencyRates),
                    With = (policy, text) => policy with { CurrencyRates = CurrencyRates.Parse(text) },
                    Said = (policy, _) =>
                        policy.CurrencyRates.Count == 0
                            ? "none"
                            : CurrencyRates.Text(policy.CurrencyRates).Replace("\n", ", ", StringComparison.Ordinal),
                },
            ]
        ),
        new(
            "Payment risk",
            "What part of a forecast the risk-adjusted forecast counts, by the account's payment risk assessment.",
            [
                Share(
                    nameof(Policy.RiskWeightLikelyToPay),
                    "Likely to pay",
                    "The invoice is expected to be paid.",
                    p => p.RiskWeightLikelyToPay,
                    (p, value) => p with { RiskWeightLikelyToPay = value }
                ),
                Share(
                    nameof(Policy.RiskWeightAtRisk),
                    "At risk",
                    "It may or may not be paid.",
                    p => p.RiskWeightAtRisk,
                    (p, value) => p with { RiskWeightAtRisk = value }
                ),
                Share(
                    nameof(Policy.RiskWeightUnlikelyToPay),
                    "Unlikely to pay",
                    "It is not expected to be paid.",
                    p => p.RiskWeightUnlikelyToPay,
                    (p, value) => p with { RiskWeightUnlikelyToPay = value }
                ),
                Share(
                    nameof(Policy.RiskWeightNotAssessed),
                    "Not assessed",
                    "Nobody has said anything.",
                    p => p.RiskWeightNotAssessed,
                    (p, value) => p with { RiskWeightNotAssessed = value }
                ),
            ]
        ),
        .. LaterPolicyGroups.All,
    ];

    public static IReadOnlyList<PolicyField> Fields { get; } = [.. All.SelectMany(group => group.Fields)];
}
