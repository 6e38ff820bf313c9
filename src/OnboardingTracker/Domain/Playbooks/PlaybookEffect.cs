namespace OnboardingTracker.Domain.Playbooks;

/// <summary>What a playbook does to the accounts that it finds.</summary>
public enum PlaybookEffect
{
    Moves,

    /// <summary>See <see cref="Playbook.Alert"/>.</summary>
    RaisesAlerts,

    /// <summary>It asks a contact, by one mail, how the onboarding was.</summary>
    SendsSurvey,
}
