using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Features.Notices;

/// <summary>Notices in words and drawings.</summary>
internal static class NoticeWords
{
    public static string Of(NoticeMail mail) =>
        mail switch
        {
            NoticeMail.AtOnce => "At once",
            NoticeMail.Digest => "In the morning",
            _ => "Never",
        };

    public static string IconOf(NoticeKind kind) =>
        kind switch
        {
            NoticeKind.Mention => "note",
            NoticeKind.TaskAssigned => "task",
            NoticeKind.Alert => "alert",
            NoticeKind.AccountAssigned => "user",
            NoticeKind.CustomerReply => "mail",
            NoticeKind.HandOffDecided => "move",
            NoticeKind.SurveyAnswered => "question",
            NoticeKind.UnknownBuyer => "inbox",
            NoticeKind.PlaybookFailed => "playbook",
            NoticeKind.SourceSilent => "link",
            _ => "refresh",
        };
}
