namespace OnboardingTracker.Domain.Accounts;

/// <summary>The named memberships. Source: handbook, "Segments".</summary>
public static class Segments
{
    /// <summary>Entered and left by rule.</summary>
    public const string OnboardingLead = "Onboarding Lead";

    /// <summary>Legacy, being retired: can be imported and emptied, takes no new members by rule.</summary>
    public const string OnboardingEngaged = "Onboarding - engaged";
}
