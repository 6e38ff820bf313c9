using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Team;

/// <summary>A member as the Team page shows them.</summary>
/// <param name="ActiveAccounts">Accounts of theirs in stages 1 to 5 and 7.</param>
/// <param name="NewLeads">Of those they own, how many entered the pipeline in the last 7 days.</param>
/// <param name="InvitedUntil">When the link to choose a password runs out; null: there is none.</param>
public sealed record TeamRow(Member Member, int ActiveAccounts, int NewLeads, bool HasPassword, DateTimeOffset? InvitedUntil);
