using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>A person's decision that one playbook leaves one account alone for now.</summary>
/// <param name="By">Who decided it: user:… or api:….</param>
/// <param name="Until">It ends by itself once the account's renewal is this day or later; null: only a person ends it.</param>
public sealed record HoldAnswer(string Playbook, string By, DateTimeOffset At, string? Reason, DateOnly? Until)
{
    public static HoldAnswer Of(Hold hold) => new(hold.Playbook, hold.PlacedBy.ToString(), hold.PlacedAt, hold.Reason, hold.UntilRenewalOn);
}
