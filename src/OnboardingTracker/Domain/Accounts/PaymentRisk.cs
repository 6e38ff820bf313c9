namespace OnboardingTracker.Domain.Accounts;

/// <summary>The <em>Payment Risk Assessment</em>: will the open or upcoming invoice be paid?</summary>
public enum PaymentRisk
{
    NotAssessed,
    LikelyToPay,
    AtRisk,
    UnlikelyToPay,
}
