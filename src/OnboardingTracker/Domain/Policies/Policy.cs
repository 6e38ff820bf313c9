using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Domain.Policies;

/// <summary>
/// The numbers and switches of the rules, as a team lead changes them in the app. The initial values are those printed bold in
/// pipeline.md. Read once per request or run and recorded with it.
/// </summary>
public record Policy
{
    /// <summary>IANA time zone in which calendar days are counted.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Local time at which the daily playbooks run.</summary>
    public TimeOnly PolicyHour { get; init; } = new(6, 0);

    /// <summary>ISO 4217; thresholds and sums are in it.</summary>
    public string TeamCurrency { get; init; } = "USD";

    /// <summary>What one unit of another currency is worth in the team's; a currency that is missing here is not compared but listed.</summary>
    public IReadOnlyDictionary<string, decimal> CurrencyRates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>A lead's forecast is more than this, in the team's currency.</summary>
    public decimal LeadForecastAbove { get; init; } = 100m;

    /// <summary>Whether startup programmes other than YC count as leads.</summary>
    public bool OtherStartupProgramsAreLeads { get; init; }

    /// <summary>A first import that would make more new leads than this asks to confirm.</summary>
    public int ConfirmNewLeadsAbove { get; init; } = 50;

    /// <summary>Days before the renewal on which an account goes to 5.</summary>
    public int FinalOutreachDaysBefore { get; init; } = 10;

    /// <summary>At which renewal since the entry into the pipeline: 1 is the first.</summary>
    public int FinalOutreachAtRenewal { get; init; } = 1;

    /// <summary>An account does not go to 5 sooner than this many days after the initial outreach.</summary>
    public int FinalOutreachDaysAfterOutreach { get; init; }

    /// <summary>Whether accounts that nobody has written to (stage 1) go to 5 as well.</summary>
    public bool FinalOutreachIncludesNewAccounts { get; init; }

    /// <summary>A renewal this near makes a never-contacted alert of an account in stage 1, in days.</summary>
    public int NeverContactedDaysBefore { get; init; } = 10;

    /// <summary>Signals up to this long before the entry into the pipeline count, in hours.</summary>
    public int SignalsBeforeEntryHours { get; init; } = 24;

    /// <summary>A call that ended this long ago, neither cancelled nor a no-show, is taken as held, in hours.</summary>
    public int CallAssumedHeldAfterHours { get; init; } = 2;

    /// <summary>The calendar's event types that count as calls; empty: all.</summary>
    public IReadOnlyList<string> CallEventTypes { get; init; } = [];

    /// <summary>Engagement this long after 6a still makes it 6b, in days.</summary>
    public int LateEngagementDays { get; init; } = 30;

    /// <summary>A subscription that begins this soon after the last one ended takes an automatic churn back, in days.</summary>
    public int ChurnTakenBackDays { get; init; } = 7;

    /// <summary>An upcoming invoice of this amount or more is large, in the team's currency.</summary>
    public decimal LargeInvoiceFrom { get; init; } = 1000m;

    /// <summary>So is one of at least this many times the last paid regular invoice, where it is over <see cref="LeadForecastAbove"/>.</summary>
    public decimal LargeInvoiceTimesLast { get; init; } = 2m;

    /// <summary>A large-invoice alert is due this many days before the renewal.</summary>
    public int LargeInvoiceDueDaysBefore { get; init; } = 7;

    /// <summary>What part of a forecast the risk-adjusted one counts where nobody has assessed the account: 0 to 1.</summary>
    public decimal RiskWeightNotAssessed { get; init; } = 1m;

    /// <summary>The same where the account is likely to pay.</summary>
    public decimal RiskWeightLikelyToPay { get; init; } = 1m;

    /// <summary>The same where the payment is at risk.</summary>
    public decimal RiskWeightAtRisk { get; init; } = 0.5m;

    /// <summary>The same where the account is unlikely to pay.</summary>
    public decimal RiskWeightUnlikelyToPay { get; init; } = 0.1m;

    /// <summary>The survey is sent this long after 6a or 6b was reached, in days.</summary>
    public int SurveyDelayDays { get; init; } = 3;

    /// <summary>Nothing is sent until a lead releases the survey.</summary>
    public bool SurveyReleased { get; init; }

    /// <summary>How long a passage should take at most, in weeks.</summary>
    public int PassageWeeks { get; init; } = 8;

    /// <summary>What share of accounts is to be with us still three months after their first bill over <see cref="LeadForecastAbove"/>: 0 to 1.</summary>
    public decimal RetentionGoal { get; init; } = 0.9m;

    /// <summary>The store's SKUs (or product ids) that are the consultation.</summary>
    public IReadOnlyList<string> ConsultationSkus { get; init; } = ["CONSULTATION"];

    /// <summary>Raw payloads of signals are dropped after this many days.</summary>
    public int RawPayloadDays { get; init; } = 90;

    /// <summary>Mail older than this when a mailbox is connected is not taken in, in days.</summary>
    public int MailHistoryDays { get; init; } = 30;

    /// <summary>A billing sync with fewer rows than this share of the last good one changes nothing.</summary>
    public decimal SmallestSyncShare { get; init; } = 0.5m;

    /// <summary>What part of a forecast the risk-adjusted one counts.</summary>
    public decimal RiskWeight(PaymentRisk assessment) =>
        assessment switch
        {
            PaymentRisk.LikelyToPay => RiskWeightLikelyToPay,
            PaymentRisk.AtRisk => RiskWeightAtRisk,
            PaymentRisk.UnlikelyToPay => RiskWeightUnlikelyToPay,
            _ => RiskWeightNotAssessed,
        };

    /// <summary>The stages that the ten-day rule moves accounts from.</summary>
    public IReadOnlyList<string> FinalOutreachStages() =>
        FinalOutreachIncludesNewAccounts ? [StageCodes.NewAccount, .. s_contactedStages] : s_contactedStages;

    private static readonly string[] s_contactedStages =
    [
        StageCodes.OnboardingInitiated,
        StageCodes.EngagedEmail,
        StageCodes.EngagedCallBooked,
        StageCodes.IntroCallCompleted,
        StageCodes.SecondCallCompleted,
    ];
}
