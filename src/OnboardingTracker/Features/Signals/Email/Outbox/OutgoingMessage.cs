using MimeKit;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>The mail as it goes over the wire. Made anew for each attempt, and the same each time.</summary>
internal static class OutgoingMessage
{
    public static MimeMessage Of(OutgoingMail mail)
    {
        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Subject = OneLine(mail.Subject),
            Date = mail.CreatedAt,
            Body = new TextPart("plain") { Text = mail.Text.ReplaceLineEndings("\r\n") },
        };
        message.From.Add(new MailboxAddress(OneLine(mail.FromName ?? ""), mail.From));
        foreach (var address in mail.To)
            message.To.Add(new MailboxAddress("", address));
        if (mail.ReplyToken is { } token)
            message.ReplyTo.Add(new MailboxAddress(OneLine(mail.FromName ?? ""), ReplyTokens.AddressFor(mail.From, token)));
        else if (mail.ReplyTo is { } replyTo)
            message.ReplyTo.Add(new MailboxAddress("", replyTo));
        if (mail.InReplyTo is { } answered)
        {
            message.InReplyTo = answered;
            message.References.Add(answered);
        }
        // Asks Exchange not to answer by machine. A person's answer is not touched by it.
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        if (mail.Kind != OutgoingMailKind.Conversation)
            message.Headers.Add("Auto-Submitted", "auto-generated");
        if (mail.Unsubscribe is { } unsubscribe)
        {
            // RFC 8058: mail programs offer a button that posts there.
            message.Headers.Add("List-Unsubscribe", $"<{OneLine(unsubscribe)}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return message;
    }

    /// <summary>A line break in a name or a subject would make a header of what follows.</summary>
    internal static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
