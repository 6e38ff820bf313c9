using System.Buffers;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Reads the bytes of one e-mail: no database, no network, no clock; the same bytes always give the same answer.</summary>
public static class MailReader
{
    /// <summary>
    /// Reads one mail as it was received (RFC 5322; an mbox <c>From</c> line before it is passed over). Never throws: what cannot be
    /// read, or is larger than any real mail, is <see cref="MailKind.Unreadable"/> with the reason in <see cref="ReadMail.Why"/>.
    /// </summary>
    /// <param name="raw">The bytes; not kept.</param>
    /// <param name="ownDomains">
    /// Our own domains. A mail that came through a distribution group of ours bears the marks of a mailing list; those are overlooked.
    /// </param>
    public static ReadMail Read(ReadOnlyMemory<byte> raw, IReadOnlyCollection<string>? ownDomains = null)
    {
        try
        {
            return MailBytes.Problem(raw.Span) is { } problem ? ReadMail.Unreadable(problem) : ReadParsed(Parse(raw), ownDomains ?? []);
        }
        catch (Exception error) when (IsBadMail(error))
        {
            return ReadMail.Unreadable($"It could not be parsed: {CleanText.Line(error.Message, 200)}");
        }
    }

    /// <summary>The bytes of an attachment, by its place in <see cref="ReadMail.Attachments"/>. Never throws.</summary>
    /// <returns>Null: there is no such attachment, or the mail cannot be read.</returns>
    public static (MailAttachment Attachment, byte[] Bytes)? Attachment(ReadOnlyMemory<byte> raw, int place)
    {
        try
        {
            if (MailBytes.Problem(raw.Span) is not null)
                return null;
            using var message = Parse(raw);
            var parts = MailParts.Of(message);
            return place < 0 || place >= parts.Attachments.Count
                ? null
                : (parts.Attachments[place], MailDecoding.Bytes(parts.Attached[place], MailLimits.Size));
        }
        catch (Exception error) when (IsBadMail(error))
        {
            return null;
        }
    }

    /// <summary>
    /// The parser and the decoders are other people's code fed with strangers' bytes: whatever they throw means a bad mail, except what
    /// says that the process itself is unwell.
    /// </summary>
    internal static bool IsBadMail(Exception error) =>
        error is not (OutOfMemoryException or AccessViolationException or StackOverflowException);

    private static MimeMessage Parse(ReadOnlyMemory<byte> raw)
    {
        var start = MailBytes.Start(raw.Span);
        try
        {
            return Load(raw[start..]);
        }
        catch (FormatException)
        {
            return Load(MailBytes.Repaired(raw.Span[start..]));
        }
    }

    private static MimeMessage Load(ReadOnlyMemory<byte> raw)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(raw, out var array) ? array : raw.ToArray();
        var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        if (raw.Length > MailLimits.AlwaysFine)
        {
            new PartCounter(stream).Count();
            stream.Position = 0;
        }
        // The parts stay slices of the bytes instead of being copied.
        return new MimeParser(MailDecoding.Options, stream, MimeFormat.Entity, persistent: true).ParseMessage();
    }

    private static ReadMail ReadParsed(MimeMessage message, IReadOnlyCollection<string> ownDomains)
    {
        using (message)
        {
            var headers = new MailHeaders(message.Headers);
            var parts = MailParts.Of(message);
            var html = parts.Html;
            var full = parts.Plain ?? (html is null ? "" : HtmlText.From(html));
            // HTML says where a quote begins, which the text made of it keeps as a mark.
            var own = OwnText.Of(full);
            var shown = full.Replace(HtmlText.QuoteMark.ToString(), "", StringComparison.Ordinal).Trim('\n');
            var from = headers.Addresses(HeaderId.From);
            var evidence = new MailEvidence(headers, parts, from.Count > 0 ? from[0] : null, own, shown, ownDomains);
            var verdict = MailClassifier.Classify(evidence);
            var reports = verdict.Kind is MailKind.Bounce or MailKind.DelayNotice or MailKind.DeliveryReport;
            return new ReadMail
            {
                Kind = verdict.Kind,
                Why = verdict.Why,
                MessageId = headers.MessageId,
                InReplyTo = headers.InReplyTo,
                References = headers.References,
                From = evidence.From,
                SeveralAuthors = from.Count > 1 || headers.Count(HeaderId.From) > 1,
                ReplyTo = headers.Addresses(HeaderId.ReplyTo),
                To = headers.Addresses(HeaderId.To),
                Cc = headers.Addresses(HeaderId.Cc),
                DeliveredTo = headers.DeliveredTo,
                EnvelopeRecipients = headers.EnvelopeRecipients,
                Subject = evidence.Subject,
                Date = headers.Date,
                Bounces =
                    reports && verdict.Kind != MailKind.DeliveryReport
                        ? verdict.Failures ?? DeliveryFailures.Of(evidence, verdict.Kind)
                        : [],
                ReportedMessageId = verdict.Kind.IsReport() ? DeliveryFailures.ReportedMessageId(evidence) : null,
                OwnText = own,
                FullText = shown,
                HtmlSource = html,
                Attachments = parts.Attachments,
                AuthenticationResults = headers.AuthenticationResults,
            };
        }
    }
}
