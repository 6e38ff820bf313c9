namespace OnboardingTracker.Domain.Team;

/// <summary>Who may change whom, and what the team must never be without. Source: pipeline.md, "Roles".</summary>
public static class MemberRules
{
    public const string AdminsMakeAdmins = "admins-make-admins";
    public const string LastAdmin = "last-admin";
    public const string AccountsNeedAnOwner = "accounts-need-an-owner";
    public const string CannotOwn = "cannot-own-accounts";

    /// <summary>Only an admin makes or changes an admin: a team lead could otherwise give away more than they have.</summary>
    /// <param name="by">The role of who asks.</param>
    /// <param name="present">The member's role; null: a new member.</param>
    /// <param name="becomes">The role wished for.</param>
    public static bool MayMake(Role by, Role? present, Role becomes) =>
        by == Role.Admin || (by == Role.Lead && present != Role.Admin && becomes != Role.Admin);

    /// <summary>
    /// Who may make the link by which a member chooses a password. Whoever holds the link can sign in as that member, so replacing a
    /// password is the admins' alone; a team lead invites those whom they may add.
    /// </summary>
    /// <param name="by">The role of who asks.</param>
    /// <param name="member">The role of the person that the link is for.</param>
    /// <param name="hasPassword">The person has signed in before, or could have.</param>
    public static bool MayMakeLink(Role by, Role member, bool hasPassword) =>
        by == Role.Admin || (!hasPassword && MayMake(by, member, member));

    /// <summary>Whether a member can own accounts: revenue reads them only, and a deactivated person owns nothing new.</summary>
    public static bool MayOwn(Member member) => member.Active && member.Role != Role.Revenue;
}
