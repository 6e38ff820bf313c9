using System.Linq.Expressions;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Accounts;

/// <summary>An account as lists show it: Today's rows and the board's cards.</summary>
public sealed class AccountRow
{
    public long Id { get; init; }
    public string ExternalId { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Domain { get; init; }
    public Plan Plan { get; init; }
    public string? Program { get; init; }
    public decimal? ForecastAmount { get; init; }
    public string? ForecastCurrency { get; init; }
    public DateOnly? NextRenewalOn { get; init; }
    public int RenewalNumber { get; init; }
    public string? SalesOwner { get; init; }
    public int? OwnerId { get; init; }
    public PaymentRisk PaymentRisk { get; init; }
    public string? PaymentRiskNote { get; init; }
    public string? Stage { get; init; }
    public DateTimeOffset? StageEnteredAt { get; init; }
    public DateTimeOffset? PassageBeganAt { get; init; }
    public DateTimeOffset? EngagedAt { get; init; }
    public string? EngagedBy { get; init; }
    public DateTimeOffset? InitialOutreachAt { get; init; }
    public long? LastTransitionId { get; init; }

    /// <summary>A person keeps <c>final-outreach-due</c> away from it.</summary>
    public bool Held { get; init; }

    public static readonly Expression<Func<Account, AccountRow>> Of = Bind(
        (account, held) =>
            new AccountRow
            {
                Id = account.Id,
                ExternalId = account.ExternalId,
                Name = account.Name,
                Domain = account.Domain,
                Plan = account.Plan,
                Program = account.Program,
                ForecastAmount = account.ForecastAmount,
                ForecastCurrency = account.ForecastCurrency,
                NextRenewalOn = account.NextRenewalOn,
                RenewalNumber = account.RenewalNumber,
                SalesOwner = account.SalesOwner,
                OwnerId = account.OwnerId,
                PaymentRisk = account.PaymentRisk,
                PaymentRiskNote = account.PaymentRiskNote,
                Stage = account.Stage,
                StageEnteredAt = account.StageEnteredAt,
                PassageBeganAt = account.PassageBeganAt,
                EngagedAt = account.EngagedAt,
                EngagedBy = account.EngagedBy,
                InitialOutreachAt = account.InitialOutreachAt,
                LastTransitionId = account.LastTransitionId,
                Held = held,
            },
        PlaybookSubject.IsHeld(PlaybookNames.FinalOutreachDue)
    );

    public NextStep? NextStep(RunContext context) =>
        OnboardingTracker.Domain.Pipeline.NextStep.Of(
            new NextStepFacts(
                Stage,
                StageEnteredAt,
                NextRenewalOn,
                RenewalNumber,
                InitialOutreachAt,
                Plan,
                OwnerId is not null,
                SalesOwner is not null,
                Held
            ),
            context
        );

    private static Expression<Func<Account, AccountRow>> Bind(
        Expression<Func<Account, bool, AccountRow>> row,
        Expression<Func<Account, bool>> held
    )
    {
        var account = row.Parameters[0];
        var isHeld = new Replace(held.Parameters[0], account).Visit(held.Body);
        return Expression.Lambda<Func<Account, AccountRow>>(new Replace(row.Parameters[1], isHeld).Visit(row.Body), account);
    }

    private sealed class Replace(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
