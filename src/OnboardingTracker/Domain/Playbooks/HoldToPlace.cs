namespace OnboardingTracker.Domain.Playbooks;

/// <summary>A hold that a decision places, together with its move or alone.</summary>
public sealed record HoldToPlace(string Playbook, string? Reason, DateOnly? UntilRenewalOn)
{
    /// <summary>
    /// The hold on a playbook for its present occasion: for <c>final-outreach-due</c> the renewal known now, for the others
    /// until a person lifts it.
    /// </summary>
    public static HoldToPlace For(string playbook, string? reason, DateOnly? renewalOn, DateOnly today) =>
        new(playbook, reason, playbook == PlaybookNames.FinalOutreachDue ? (renewalOn ?? today).AddDays(Hold.DaysToAnotherRenewal) : null);
}
