using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Misfits;

/// <summary>What each misfit is called, what it means, and what its button does.</summary>
internal static class MisfitWords
{
    /// <summary>As the address writes it.</summary>
    public static string CodeOf(MisfitKind kind) => Domain.Accounts.AccountDetails.Code(kind);

    public static MisfitKind? Of(string? code) =>
        Enum.GetValues<MisfitKind>().Cast<MisfitKind?>().FirstOrDefault(kind => CodeOf(kind!.Value) == code);

    public static string Title(MisfitKind kind) =>
        kind switch
        {
            MisfitKind.OutreachSent => "New, but written to",
            MisfitKind.NoOutreach => "Initiated, but never written to",
            MisfitKind.EngagedInNoEngagement => "Engaged, but in 6a",
            MisfitKind.ActiveAfterOutcome => "Active after the end",
            MisfitKind.NoOwner => "No owner",
            MisfitKind.NoRenewal => "No renewal",
            MisfitKind.RenewalPassed => "Renewal has passed",
            MisfitKind.RenewalMovedOut => "In 5 too early",
            _ => "Two of one company",
        };

    public static string Meaning(MisfitKind kind) =>
        kind switch
        {
            MisfitKind.OutreachSent =>
                "In 1 New Account, though a mail of ours opened a conversation in this passage: the playbook was off or held, or somebody moved it back.",
            MisfitKind.NoOutreach =>
                "In 2 Onboarding Initiated, and no mail of ours in this passage is known. Log the outreach, or take it back to 1.",
            MisfitKind.EngagedInNoEngagement => "In 6a Onboarded — No Engagement, though the customer engaged.",
            MisfitKind.ActiveAfterOutcome =>
                "Onboarded, handed off or churned, and in the last 90 days the customer wrote, booked, called, bought or subscribed again after that.",
            MisfitKind.NoOwner => "In work, and nobody's.",
            MisfitKind.NoRenewal => "In 1 to 5 without a renewal date: no rule of the calendar will find it.",
            MisfitKind.RenewalPassed =>
                "In work below 5, and the renewal that is known lies in the past: billing has told of no newer one.",
            MisfitKind.RenewalMovedOut => "In 5 Awaiting Final Outreach, and the renewal has moved out since.",
            _ => "In work, as another account of the same company domain is. Merge them where they are one customer.",
        };

    /// <summary>The one-click repair; null: it takes a form, <see cref="FormOf"/>.</summary>
    public static string? Repair(MisfitKind kind) =>
        kind switch
        {
            MisfitKind.OutreachSent => "Move to 2",
            MisfitKind.NoOutreach => "Back to 1",
            MisfitKind.EngagedInNoEngagement => "Move to 6b",
            MisfitKind.ActiveAfterOutcome => "Begin a new passage",
            MisfitKind.NoOwner => "Take it",
            MisfitKind.RenewalPassed => "Next month's day",
            MisfitKind.RenewalMovedOut => "Back to where it was",
            _ => null,
        };

    /// <summary>The form that repairs what no button can, below the account's address.</summary>
    public static (string Label, string Path)? FormOf(MisfitKind kind) =>
        kind switch
        {
            MisfitKind.NoOutreach => ("Log the outreach…", "log?what=outreach"),
            MisfitKind.NoRenewal => ("Enter the renewal…", "edit/nextRenewalOn"),
            MisfitKind.SameDomain => ("Merge…", "merge"),
            _ => null,
        };
}
