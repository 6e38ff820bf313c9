using System.Linq.Expressions;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>What a playbook may look at of an account. The same projection serves the whole book and one account.</summary>
public sealed record PlaybookSubject
{
    public long AccountId { get; init; }
    public string ExternalId { get; init; } = "";
    public string Name { get; init; } = "";
    public uint RowVersion { get; init; }
    public Plan Plan { get; init; }
    public string? Program { get; init; }
    public decimal? ForecastAmount { get; init; }
    public string? ForecastCurrency { get; init; }
    public decimal? ForecastInTeamCurrency { get; init; }
    public DateOnly? NextRenewalOn { get; init; }
    public int RenewalNumber { get; init; }
    public string? SalesOwner { get; init; }
    public int? OwnerId { get; init; }
    public DateOnly? BaselineOn { get; init; }
    public string? Stage { get; init; }
    public DateTimeOffset? StageEnteredAt { get; init; }
    public int Passage { get; init; }
    public DateTimeOffset? PassageBeganAt { get; init; }
    public DateTimeOffset? EngagedAt { get; init; }
    public string? EngagedBy { get; init; }
    public DateTimeOffset? InitialOutreachAt { get; init; }
    public long? LastTransitionId { get; init; }
    public DateTimeOffset? SignalEngagedAt { get; init; }
    public string? SignalEngagedBy { get; init; }
    public string? SignalStage { get; init; }
    public string? SignalPlaybook { get; init; }
    public long? SignalId { get; init; }
    public string? SignalReason { get; init; }

    /// <summary>Its bills, where the playbook looks at them: <see cref="WithBills"/>.</summary>
    public List<Invoice> Invoices { get; set; } = [];

    /// <inheritdoc cref="Invoices"/>
    public List<Subscription> Subscriptions { get; set; } = [];

    /// <summary>The tasks that alert playbooks have raised on it, closed ones too; read where a plan is made.</summary>
    public List<AccountTask> Alerts { get; set; } = [];

    /// <summary>Its stage was taken over from another system, not reached here; read with the two below where surveys are looked at.</summary>
    public bool TakenOver { get; set; }

    /// <summary>When it was asked how the onboarding was; null: never.</summary>
    public DateTimeOffset? SurveyAskedAt { get; set; }

    /// <summary>It has a contact whose mail does not come back and who takes surveys.</summary>
    public bool HasSurveyContact { get; set; }

    /// <summary>How a subject is read from an account, by the database or in memory.</summary>
    public static readonly Expression<Func<Account, PlaybookSubject>> Of = account => new PlaybookSubject
    {
        AccountId = account.Id,
        ExternalId = account.ExternalId,
        Name = account.Name,
        RowVersion = account.RowVersion,
        Plan = account.Plan,
        Program = account.Program,
        ForecastAmount = account.ForecastAmount,
        ForecastCurrency = account.ForecastCurrency,
        ForecastInTeamCurrency = account.ForecastInTeamCurrency,
        NextRenewalOn = account.NextRenewalOn,
        RenewalNumber = account.RenewalNumber,
        SalesOwner = account.SalesOwner,
        OwnerId = account.OwnerId,
        BaselineOn = account.BaselineOn,
        Stage = account.Stage,
        StageEnteredAt = account.StageEnteredAt,
        Passage = account.Passage,
        PassageBeganAt = account.PassageBeganAt,
        EngagedAt = account.EngagedAt,
        EngagedBy = account.EngagedBy,
        InitialOutreachAt = account.InitialOutreachAt,
        LastTransitionId = account.LastTransitionId,
        SignalEngagedAt = account.SignalEngagedAt,
        SignalEngagedBy = account.SignalEngagedBy,
        SignalStage = account.SignalStage,
        SignalPlaybook = account.SignalPlaybook,
        SignalId = account.SignalId,
        SignalReason = account.SignalReason,
    };

    /// <summary>The same with its bills, for conditions that look at them.</summary>
    public static readonly Expression<Func<Account, PlaybookSubject>> WithBills = AddBills();

    private static Expression<Func<Account, PlaybookSubject>> AddBills()
    {
        var (account, projection) = (Of.Parameters[0], (MemberInitExpression)Of.Body);
        MemberBinding[] bills =
        [
            Bind(nameof(Invoices), Expression.Property(account, nameof(Account.Invoices))),
            Bind(nameof(Subscriptions), Expression.Property(account, nameof(Account.Subscriptions))),
        ];
        return Expression.Lambda<Func<Account, PlaybookSubject>>(
            projection.Update(projection.NewExpression, projection.Bindings.Concat(bills)),
            account
        );

        static MemberAssignment Bind(string name, Expression value) => Expression.Bind(typeof(PlaybookSubject).GetProperty(name)!, value);
    }

    /// <summary>Engagement of the passage by signals alone.</summary>
    public Engagement? SignalEngagement => SignalEngagedAt is { } at ? new(at, SignalEngagedBy ?? "") : null;

    /// <summary>The accounts that a hold keeps a playbook away from; says for the database what <see cref="Hold.InForce"/> says in memory.</summary>
    public static Expression<Func<Account, bool>> IsHeld(string playbook) =>
        account =>
            account.Holds.Any(hold =>
                hold.Playbook == playbook
                && hold.LiftedAt == null
                && hold.Passage == account.Passage
                && (hold.UntilRenewalOn == null || account.NextRenewalOn == null || account.NextRenewalOn < hold.UntilRenewalOn)
                && (!hold.UntilNewSignal || account.SignalPlaybook != playbook || account.SignalReceivedAt <= hold.PlacedAt)
            );

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

    /// <summary>What the one door makes of it by a move.</summary>
    public PlaybookSubject After(StageMove move, long transitionId)
    {
        var (after, same) = (move.After, move.After.Passage == Passage);
        return this with
        {
            Stage = after.Stage,
            StageEnteredAt = after.StageEnteredAt,
            Passage = after.Passage,
            PassageBeganAt = after.PassageBeganAt,
            EngagedAt = after.Engagement?.At,
            EngagedBy = after.Engagement?.Evidence,
            InitialOutreachAt = after.InitialOutreachAt,
            LastTransitionId = transitionId,
            RenewalNumber = same ? RenewalNumber : 1,
            SignalEngagedAt = same ? SignalEngagedAt : null,
            SignalEngagedBy = same ? SignalEngagedBy : null,
            SignalStage = null,
            SignalPlaybook = null,
            SignalId = null,
            SignalReason = null,
            TakenOver = false,
        };
    }
}
