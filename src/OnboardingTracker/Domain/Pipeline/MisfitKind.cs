namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// How an account can disagree with itself: what no rule mends by itself, and a person has to look at. Source:
/// pipeline.md, "After the renewal" and "Who is a lead".
/// </summary>
public enum MisfitKind
{
    /// <summary>In 1, though a mail of ours opened a conversation in this passage.</summary>
    OutreachSent,

    /// <summary>In 2, and no mail of ours in this passage is known.</summary>
    NoOutreach,

    /// <summary>In 6a, though the customer engaged.</summary>
    EngagedInNoEngagement,

    /// <summary>In an outcome, and the customer has written, booked, called or bought since.</summary>
    ActiveAfterOutcome,

    /// <summary>In work, and nobody's.</summary>
    NoOwner,

    /// <summary>In 1 to 5 without a renewal date, so that no rule of the calendar finds it.</summary>
    NoRenewal,

    /// <summary>In work below 5, and the renewal that is known has passed.</summary>
    RenewalPassed,

    /// <summary>In 5, and the renewal has moved out of the policy's days.</summary>
    RenewalMovedOut,

    /// <summary>In work, as another account of the same company domain is.</summary>
    SameDomain,
}
