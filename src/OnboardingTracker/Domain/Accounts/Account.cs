using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.Accounts;

/// <summary>
/// A customer organisation; the unit that moves through the pipeline. Details change through <see cref="AccountDetails"/>.
/// The pipeline's part is readable only: the one door for stage moves is the only thing that writes it.
/// </summary>
public sealed class Account
{
    public long Id { get; init; }

    /// <summary>What other systems call it; unique.</summary>
    public required string ExternalId { get; init; }

    public string Name { get; internal set; } = "";

    public string? Domain { get; internal set; }

    public Plan Plan { get; internal set; } = Plan.Other;

    public string? Program { get; internal set; }

    /// <summary>What the customer is expected to be asked to pay for the current period, after credits: the forecasted MRR.</summary>
    public decimal? ForecastAmount { get; internal set; }

    public string? ForecastCurrency { get; internal set; }

    /// <summary>The forecast by the policy's rate; null where there is no forecast or no rate.</summary>
    public decimal? ForecastInTeamCurrency { get; internal set; }

    /// <summary>The day in the team's time zone on which the current billing period ends and the bill is made.</summary>
    public DateOnly? NextRenewalOn { get; internal set; }

    /// <summary>Which renewal since the passage began <see cref="NextRenewalOn"/> is: 1 is the first.</summary>
    public int RenewalNumber { get; internal set; } = 1;

    public string? StripeCustomerId { get; internal set; }

    /// <summary>E-mail of the account executive, TAM or CSM on the account; null: not with Sales.</summary>
    public string? SalesOwner { get; internal set; }

    public int? OwnerId { get; internal set; }

    public Member? Owner { get; private set; }

    /// <summary>Since when it is a member of the segment <c>Onboarding Lead</c>.</summary>
    public DateTimeOffset? LeadSince { get; internal set; }

    /// <summary>Whether it is a member of the legacy segment.</summary>
    public bool InLegacySegment { get; internal set; }

    /// <summary>The day of the baseline import that found it to be an existing customer; it does not enter the pipeline by rule.</summary>
    public DateOnly? BaselineOn { get; internal set; }

    public PaymentRisk PaymentRisk { get; internal set; }

    public string? PaymentRiskNote { get; internal set; }

    public Actor? PaymentRiskBy { get; internal set; }

    public DateTimeOffset? PaymentRiskAt { get; internal set; }

    public DateOnly? ChurnedOn { get; internal set; }

    /// <summary>Details that a person edited, with the value that their source had sent: the edit holds until the source sends another.</summary>
    public Dictionary<string, string?>? PersonEdits { get; internal set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; internal set; }

    public string? Stage { get; private set; }

    public DateTimeOffset? StageEnteredAt { get; private set; }

    /// <summary>In stages 1 to 5 or 7: somebody has work with it.</summary>
    public bool InWork { get; private set; }

    public int Passage { get; private set; }

    public DateTimeOffset? PassageBeganAt { get; private set; }

    public DateTimeOffset? EngagedAt { get; private set; }

    public string? EngagedBy { get; private set; }

    public DateTimeOffset? InitialOutreachAt { get; private set; }

    public long? LastTransitionId { get; private set; }

    /// <summary>Engagement of this passage by signals alone; <see cref="EngagedAt"/> also knows what a person stated.</summary>
    public DateTimeOffset? SignalEngagedAt { get; internal set; }

    /// <inheritdoc cref="SignalEngagedAt"/>
    public string? SignalEngagedBy { get; internal set; }

    /// <summary>The stage that the known signals give, where a playbook has yet to take the account there; null: it is where they put it.</summary>
    public string? SignalStage { get; internal set; }

    /// <summary>The playbook whose move that is.</summary>
    public string? SignalPlaybook { get; internal set; }

    /// <summary>When the signal that it stands on arrived.</summary>
    public DateTimeOffset? SignalReceivedAt { get; internal set; }

    /// <summary>The signal that it stands on.</summary>
    public long? SignalId { get; internal set; }

    /// <summary>What happened, in words: "replied on 2026-03-03".</summary>
    public string? SignalReason { get; internal set; }

    /// <summary>When the passing of time alone may give another stage: a call will then be taken as held. Null: not by itself.</summary>
    public DateTimeOffset? SignalReviewAt { get; internal set; }

    /// <summary>The account that this one was merged into: it shows this one's history and answers to its ids. Null: it stands for itself.</summary>
    public long? MergedIntoId { get; internal set; }

    public DateTimeOffset? MergedAt { get; internal set; }

    public Actor? MergedBy { get; internal set; }

    /// <summary>Changes with every write to the row; what optimistic concurrency on details compares.</summary>
    public uint RowVersion { get; private set; }

    public List<Contact> Contacts { get; } = [];

    public List<Hold> Holds { get; } = [];

    public List<Invoice> Invoices { get; } = [];

    public List<Subscription> Subscriptions { get; } = [];

    public Money? Forecast => ForecastAmount is { } amount ? new(amount, ForecastCurrency!) : null;

    public IReadOnlyList<string> Segments =>
        [
            .. LeadSince is null ? Array.Empty<string>() : [Accounts.Segments.OnboardingLead],
            .. InLegacySegment ? [Accounts.Segments.OnboardingEngaged] : Array.Empty<string>(),
        ];

    public PipelineState PipelineState =>
        new()
        {
            Stage = Stage,
            StageEnteredAt = StageEnteredAt,
            Passage = Passage,
            PassageBeganAt = PassageBeganAt,
            Engagement = EngagedAt is { } at ? new Engagement(at, EngagedBy ?? "") : null,
            InitialOutreachAt = InitialOutreachAt,
            LastTransitionId = LastTransitionId,
        };
}
