namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>A kind, and the rule that gave it, in words for people.</summary>
internal sealed record MailVerdict(MailKind Kind, string Why, IReadOnlyList<FailedRecipient>? Failures = null);

/// <summary>
/// Tells people's mails from machines'. The first rule that holds decides: reports, calendars, what machines say in headers, what they say
/// in subjects, then what they say in the text. A mail that no rule recognises is taken for a person's.
/// </summary>
internal static class MailClassifier
{
    private static readonly Func<MailEvidence, MailVerdict?>[] _rules =
    [
        ReportRules.Structured,
        CalendarRules.Reply,
        ReportRules.Undelivered,
        HelpDeskRules.ByHeader,
        ListRules.List,
        AutomaticHeaderRules.Declared,
        AutomaticHeaderRules.Delivery,
        ListRules.Bulk,
        SubjectRules.Automatic,
        AutomaticTextRules.Automatic,
        AutomaticHeaderRules.NobodyReads,
    ];

    public static MailVerdict Classify(MailEvidence mail)
    {
        foreach (var rule in _rules)
        {
            if (rule(mail) is { } verdict)
                return verdict;
        }
        return new MailVerdict(
            MailKind.Genuine,
            mail.Answers ? "It answers a mail, and nothing says that a machine wrote it." : "Nothing says that a machine wrote it."
        );
    }

    public static bool IsReport(this MailKind kind) =>
        kind is MailKind.Bounce or MailKind.DelayNotice or MailKind.DeliveryReport or MailKind.ReadReceipt or MailKind.Complaint;
}
