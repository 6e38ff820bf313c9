using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.Notices;

/// <summary>One kind of notice: what it is called, whom it can concern, and how they are told until they choose otherwise.</summary>
/// <param name="Label">What happened, in a few words.</param>
/// <param name="Explanation">One sentence for who chooses.</param>
/// <param name="Roles">Whose business it can be. Told to a role, it goes to these.</param>
/// <param name="Usual">How a person is told who has not chosen.</param>
public sealed record NoticeRule(NoticeKind Kind, string Label, string Explanation, IReadOnlyList<Role> Roles, NoticeWay Usual);

/// <summary>Every kind of notice. What somebody waits for, or what stands still until somebody looks, is mailed at once; the rest in the morning.</summary>
public static class NoticeRules
{
    private static readonly Role[] s_everybody = [Role.Specialist, Role.Revenue, Role.Lead, Role.Admin];
    private static readonly Role[] s_onAccounts = [Role.Specialist, Role.Lead, Role.Admin];
    private static readonly Role[] s_leads = [Role.Lead, Role.Admin];
    private static readonly Role[] s_admins = [Role.Admin];
    private static readonly NoticeWay s_atOnce = new(true, NoticeMail.AtOnce);
    private static readonly NoticeWay s_inTheMorning = new(true, NoticeMail.Digest);

    /// <summary>In the order in which people choose.</summary>
    public static IReadOnlyList<NoticeRule> All { get; } =
    [
        new(NoticeKind.Mention, "Somebody mentions you", "A colleague names you in a note.", s_everybody, s_atOnce),
        new(NoticeKind.TaskAssigned, "You get a task", "Somebody else gives you a task.", s_everybody, s_inTheMorning),
        new(NoticeKind.Alert, "You get an alert", "A playbook raises an alert for you.", s_everybody, s_inTheMorning),
        new(
            NoticeKind.AccountAssigned,
            "You get an account",
            "A new lead, or one that is handed over to you.",
            s_onAccounts,
            s_inTheMorning
        ),
        new(
            NoticeKind.CustomerReply,
            "Your customer answers",
            "A customer of yours replies by mail or books a call.",
            s_onAccounts,
            s_inTheMorning
        ),
        new(
            NoticeKind.HandOffDecided,
            "Sales decides on a hand-off",
            "An account that you handed off is accepted, declined or disqualified.",
            s_onAccounts,
            s_atOnce
        ),
        new(
            NoticeKind.SurveyAnswered,
            "A survey is answered",
            "A customer of yours answers the satisfaction survey.",
            s_onAccounts,
            s_inTheMorning
        ),
        new(
            NoticeKind.UnknownBuyer,
            "An unknown buyer",
            "Somebody bought the consultation whom no account fits; it waits under Unmatched.",
            s_leads,
            s_atOnce
        ),
        new(NoticeKind.PlaybookFailed, "A playbook fails", "A run of a playbook ended with an error.", s_leads, s_atOnce),
        new(NoticeKind.SourceSilent, "A source falls silent", "A source that used to send signals has stopped.", s_admins, s_atOnce),
        new(
            NoticeKind.BillingSyncFailed,
            "The billing sync fails",
            "It failed or was suspiciously small, and changed nothing.",
            s_admins,
            s_atOnce
        ),
    ];

    public static NoticeRule Of(NoticeKind kind) => All.Single(rule => rule.Kind == kind);

    /// <summary>Those that can concern somebody of a role.</summary>
    public static IEnumerable<NoticeRule> For(Role role) => All.Where(rule => rule.Roles.Contains(role));
}
