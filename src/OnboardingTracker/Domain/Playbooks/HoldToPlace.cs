namespace OnboardingTracker.Domain.Playbooks;

/// <summary>A hold that a decision places, together with its move or alone.</summary>
public sealed record HoldToPlace(string Playbook, string? Reason, DateOnly? UntilRenewalOn, bool UntilNewSignal = false)
{
    /// <summary>
    /// The hold on a playbook for its present occasion: for those that go by the renewal the one known now, for the others
    /// until a person lifts it.
    /// </summary>
    public static HoldToPlace For(string playbook, string? reason, DateOnly? renewalOn, DateOnly today) =>
        new(playbook, reason, PlaybookNames.ByRenewal.Contains(playbook) ? (renewalOn ?? today).AddDays(Hold.DaysToAnotherRenewal) : null);

    /// <summary>
    /// The hold that a person's move places: a playbook that goes by signals is held as long as no new one calls for it, since those that
    /// were known are answered by the move.
    /// </summary>
    public static HoldToPlace OfMove(string playbook, string reason, DateOnly? renewalOn, DateOnly today) =>
        For(playbook, reason, renewalOn, today) with
        {
            UntilNewSignal = PlaybookNames.BySignals.Contains(playbook),
        };
}
