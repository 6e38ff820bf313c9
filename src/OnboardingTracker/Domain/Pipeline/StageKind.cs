namespace OnboardingTracker.Domain.Pipeline;

/// <summary>What being in a stage means for an account.</summary>
public enum StageKind
{
    /// <summary>Stages 1 to 5: the account is being onboarded.</summary>
    Active,

    /// <summary>Stages 6a to 6d: the passage has ended.</summary>
    Outcome,

    /// <summary>Stage 7: work is due, but outside the linear flow.</summary>
    OutsideTheFlow,
}
