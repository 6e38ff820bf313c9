namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Reports on a mail that was sent: bounces, delays, deliveries, receipts, complaints.</summary>
internal static class ReportRules
{
    /// <summary>Reports in the form that the standards give them (RFC 3462, 3464, 8098, 5965), and as Exchange hides them.</summary>
    public static MailVerdict? Structured(MailEvidence mail)
    {
        var parts = mail.Parts;
        // A report lying in somebody's mail is something that they passed on.
        var isReport = parts.IsReport || (parts.Report is not null && (mail.Headers.NullReturnPath || DaemonNames.IsDaemon(mail)));
        if (isReport)
        {
            switch (parts.Report)
            {
                case "feedback-report":
                    return new MailVerdict(MailKind.Complaint, "It is a feedback report (somebody marked a mail as spam).");
                case "disposition-notification":
                    return new MailVerdict(MailKind.ReadReceipt, "It is a disposition notification (a read receipt).");
                case "delivery-status" or "disposition-notification-report":
                    return DeliveryStatus(mail);
            }
        }
        return parts.OutlookClass switch
        {
            { } name when name.StartsWith("REPORT.", StringComparison.Ordinal) && name.EndsWith(".NDR", StringComparison.Ordinal) =>
                new MailVerdict(MailKind.Bounce, "Outlook marked it as a non-delivery report."),
            { } name when name.StartsWith("REPORT.", StringComparison.Ordinal) && name.EndsWith(".DR", StringComparison.Ordinal) =>
                new MailVerdict(MailKind.DeliveryReport, "Outlook marked it as a delivery report."),
            { } name when name.StartsWith("REPORT.", StringComparison.Ordinal) || name.Contains("NOTREAD", StringComparison.Ordinal) =>
                new MailVerdict(MailKind.ReadReceipt, "Outlook marked it as a read receipt."),
            _ => null,
        };
    }

    /// <summary>Bounces in every server's own words.</summary>
    public static MailVerdict? Undelivered(MailEvidence mail)
    {
        var headers = mail.Headers;
        var daemon = DaemonNames.IsDaemon(mail);
        var subject = UndeliveredWords.Subject(mail.Subject);
        if (headers.Value("X-Failed-Recipients") is { Length: > 0 } && (daemon || !mail.Answers || headers.NullReturnPath))
            return Delayed(mail, "X-Failed-Recipients names whom it did not reach.");
        if (daemon)
            return Delayed(mail, $"It comes from a mail server ({mail.From?.Address ?? mail.From?.Name ?? "by its return path"}).");
        var nobody = headers.NullReturnPath || !mail.Answers;
        if (subject && nobody && (headers.NullReturnPath || DaemonNames.IsPostmaster(mail) || UndeliveredWords.Text(mail.Full)))
            return Delayed(mail, "The subject is one that mail servers write when a mail is not delivered.");
        if (
            DaemonNames.IsPostmaster(mail)
            && (headers.NullReturnPath || UndeliveredWords.Text(mail.Full))
            && !(mail.Answers && mail.Quotes)
        )
            return Delayed(mail, "It comes from a postmaster and speaks of a mail that was not delivered.");
        return headers.NullReturnPath && UndeliveredWords.Text(mail.Opening) && !SubjectRules.IsAway(mail.Subject)
            ? Delayed(mail, "Its return path is empty and it speaks of a mail that was not delivered.")
            : null;
    }

    private static MailVerdict DeliveryStatus(MailEvidence mail)
    {
        var failures = DeliveryFailures.Structured(mail, out var actions);
        if (actions.Contains("failed"))
            return new MailVerdict(MailKind.Bounce, "It is a delivery status notification: failed.", failures);
        if (actions.Contains("delayed"))
            return new MailVerdict(MailKind.DelayNotice, "It is a delivery status notification: delayed.", failures);
        if (actions.Overlaps(["delivered", "relayed", "expanded"]))
            return new MailVerdict(MailKind.DeliveryReport, "It is a delivery status notification: delivered.");
        return Delayed(mail, "It is a delivery status notification.");
    }

    private static MailVerdict Delayed(MailEvidence mail, string why) =>
        UndeliveredWords.StillTrying(mail.Subject, mail.Opening)
            ? new MailVerdict(MailKind.DelayNotice, why)
            : new MailVerdict(MailKind.Bounce, why);
}

/// <summary>The names under which mail servers write.</summary>
internal static class DaemonNames
{
    public static bool IsDaemon(MailEvidence mail) =>
        Daemon(mail.LocalPart)
        || Daemon(mail.From?.Name ?? "")
        || Daemon(Local(mail.Headers.Value("Return-Path")))
        || (mail.From is null && Daemon(mail.Headers.Value("From") ?? ""))
        // Exchange's own address for reports.
        || mail.LocalPart.StartsWith("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e", StringComparison.Ordinal);

    public static bool IsPostmaster(MailEvidence mail) =>
        mail.LocalPart is "postmaster" or "bounce" or "bounces" or "mail-daemon" or "mdaemon" or "mailerdaemon" or "no-reply-bounce"
        || mail.From?.Name is { } name && name.Contains("postmaster", StringComparison.OrdinalIgnoreCase)
        || (mail.From is null && (mail.Headers.Value("From") ?? "").Contains("mail service", StringComparison.OrdinalIgnoreCase));

    private static bool Daemon(string name) =>
        name.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase)
        || name.Contains("mailer daemon", StringComparison.OrdinalIgnoreCase)
        || name.Contains("mail delivery s", StringComparison.OrdinalIgnoreCase)
        || name.Contains("mail delivery agent", StringComparison.OrdinalIgnoreCase)
        || name.Equals("mailerdaemon", StringComparison.OrdinalIgnoreCase)
        || name.Contains("internet mail delivery", StringComparison.OrdinalIgnoreCase);

    private static string Local(string? path)
    {
        var address = MailHeaders.AddressIn(path);
        return address is null ? path ?? "" : address[..address.LastIndexOf('@')];
    }
}
