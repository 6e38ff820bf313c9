namespace OnboardingTracker.Data.Policies;

/// <summary>What a changed policy would make one playbook do now, beside what the policy in force makes it do.</summary>
/// <param name="Enabled">A playbook that is switched off moves nothing by itself, whatever the policy says.</param>
/// <param name="MovesNow">Accounts that it would move under the policy in force.</param>
/// <param name="WouldMove">Accounts that it would move under the changed one.</param>
/// <param name="NewlyMoving">Those that only the changed policy moves.</param>
/// <param name="NoLongerMoving">Those that only the policy in force moves.</param>
public sealed record PlaybookPreview(
    string Playbook,
    bool Enabled,
    int MovesNow,
    int WouldMove,
    PreviewedAccounts NewlyMoving,
    PreviewedAccounts NoLongerMoving
);

/// <param name="Count">How many there are.</param>
/// <param name="First">The first 100 of them, soonest renewal first.</param>
public sealed record PreviewedAccounts(int Count, IReadOnlyList<PreviewedAccount> First);

/// <param name="From">The stage that it is in; null: not in the pipeline.</param>
/// <param name="Reason">Why it would be moved; or the condition that would no longer hold, and on which value.</param>
public sealed record PreviewedAccount(long AccountId, string ExternalId, string Name, string? From, string To, string Reason);
