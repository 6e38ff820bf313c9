using MimeKit;
using MimeKit.Tnef;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>What the parts of a mail hold: its texts, its attachments, and the parts that machines write.</summary>
internal sealed class MailParts
{
    private readonly List<string> _plain = [];
    private readonly List<string> _html = [];
    private int _visited;

    public List<MailAttachment> Attachments { get; } = [];

    /// <summary>The parts of <see cref="Attachments"/>, in the same order.</summary>
    public List<MimeEntity> Attached { get; } = [];

    /// <summary>The media type of a report: <c>delivery-status</c>, <c>disposition-notification</c>, <c>feedback-report</c>; null if there is none.</summary>
    public string? Report { get; private set; }

    /// <summary>Whether the mail as a whole is a report, rather than a report lying in it.</summary>
    public bool IsReport { get; private set; }

    /// <summary>The parts with the fields of the report.</summary>
    public List<MimePart> ReportFields { get; } = [];

    /// <summary>The mail that a report is about, or its headers.</summary>
    public HeaderList? Returned { get; private set; }

    /// <summary>The <c>METHOD</c> of a calendar part, upper case.</summary>
    public string? CalendarMethod { get; private set; }

    /// <summary>The message class that Outlook hid in <c>winmail.dat</c>, upper case.</summary>
    public string? OutlookClass { get; private set; }

    public string? Plain => Join(_plain);

    public string? Html => Join(_html);

    public static MailParts Of(MimeMessage message)
    {
        var parts = new MailParts();
        if (message.Body is not { } body)
            return parts;
        var top = body.ContentType;
        parts.IsReport = top.IsMimeType("multipart", "report") || (top.IsMimeType("message", "*") && ReportOf(top) is not null);
        if (parts.IsReport)
            parts.Report = top.Parameters["report-type"]?.Trim().ToLowerInvariant() is { Length: > 0 } type ? type : ReportOf(top);
        parts.Visit(body, 0, inAlternative: false);
        return parts;
    }

    private void Visit(MimeEntity entity, int depth, bool inAlternative)
    {
        if (depth > MailLimits.Depth || ++_visited > MailLimits.Parts)
            return;
        var type = entity.ContentType;
        if (ReportOf(type) is { } report && entity is MimePart fields)
        {
            Report ??= report;
            if (ReportFields.Count < 10)
                ReportFields.Add(fields);
            return;
        }
        switch (entity)
        {
            case Multipart multipart:
                VisitAll(multipart, depth);
                break;
            case MessagePart forwarded:
                Returned ??= forwarded.Message?.Headers;
                Attach(forwarded, "message.eml");
                break;
            case TnefPart outlook:
                OutlookClass ??= ClassOf(outlook);
                Attach(outlook, "winmail.dat");
                break;
            case MimePart { ContentType: { } headers } part when headers.IsMimeType("text", "rfc822-headers"):
                Returned ??= HeadersIn(part);
                break;
            case MimePart { ContentType: { } calendar } part when calendar.IsMimeType("text", "calendar"):
                CalendarMethod ??= MethodOf(part);
                if (!inAlternative)
                    Attach(part, "invitation.ics");
                break;
            case TextPart text when !text.IsAttachment && (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched")):
                (text.IsHtml ? _html : _plain).Add(MailDecoding.Text(text));
                break;
            case MimePart part:
                Attach(part, "attachment");
                break;
        }
    }

    private void VisitAll(Multipart multipart, int depth)
    {
        var alternative = multipart is MultipartAlternative;
        var (plain, html) = (_plain.Count, _html.Count);
        foreach (var child in multipart)
        {
            // The first text of each type is the one: an alternative says the same again.
            var (plainBefore, htmlBefore) = (_plain.Count, _html.Count);
            Visit(child, depth + 1, alternative);
            if (!alternative)
                continue;
            if (plainBefore > plain)
                _plain.RemoveRange(plainBefore, _plain.Count - plainBefore);
            if (htmlBefore > html)
                _html.RemoveRange(htmlBefore, _html.Count - htmlBefore);
        }
    }

    private void Attach(MimeEntity entity, string fallback)
    {
        if (Attachments.Count >= MailLimits.Attachments)
            return;
        var part = entity as MimePart;
        // The signature of a signed mail is not something that anybody attached.
        if (entity.ContentType.MimeType is "application/pkcs7-signature" or "application/x-pkcs7-signature" or "application/pgp-signature")
            return;
        Attached.Add(entity);
        Attachments.Add(
            new MailAttachment(
                FileName.Safe(part?.FileName ?? entity.ContentDisposition?.FileName ?? entity.ContentType.Name, fallback),
                CleanText.Line(entity.ContentType.MimeType, 100).ToLowerInvariant(),
                part is null ? 0 : MailDecoding.Size(part)
            )
        );
    }

    private static string? ReportOf(ContentType type) =>
        !type.MediaType.Equals("message", StringComparison.OrdinalIgnoreCase)
            ? null
            : type.MediaSubtype.ToLowerInvariant() switch
            {
                "delivery-status" or "global-delivery-status" => "delivery-status",
                "disposition-notification" or "global-disposition-notification" => "disposition-notification",
                "feedback-report" => "feedback-report",
                _ => null,
            };

    private static string? MethodOf(MimePart part)
    {
        if (part.ContentType.Parameters["method"] is { Length: > 0 } method)
            return method.Trim().ToUpperInvariant();
        var text = MailDecoding.Text(part);
        foreach (var line in text.Split('\n').Take(60))
        {
            if (line.StartsWith("METHOD:", StringComparison.OrdinalIgnoreCase))
                return line["METHOD:".Length..].Trim().ToUpperInvariant();
        }
        return "";
    }

    private static HeaderList? HeadersIn(MimePart part)
    {
        using var stream = new MemoryStream(MailDecoding.Bytes(part, MailLimits.HeaderBlock));
        try
        {
            return HeaderList.Load(MailDecoding.Options, stream);
        }
        catch (Exception error) when (error is FormatException or IOException or ArgumentException)
        {
            return null;
        }
    }

    private static string? ClassOf(TnefPart part)
    {
        using var stream = new MemoryStream(MailDecoding.Bytes(part, MailLimits.BodyBytes));
        try
        {
            using var reader = new TnefReader(stream, 0, TnefComplianceMode.Loose);
            for (var i = 0; i < 50 && reader.ReadNextAttribute(); i++)
            {
                if (reader.AttributeTag == TnefAttributeTag.MessageClass)
                    return reader.TnefPropertyReader.ReadValueAsString()?.Trim().ToUpperInvariant();
            }
        }
        catch (Exception error) when (MailReader.IsBadMail(error))
        {
            // Not TNEF after all: nobody loses anything.
        }
        return null;
    }

    private static string? Join(List<string> texts)
    {
        var some = texts.Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
        return some.Count == 0 ? null : string.Join("\n", some);
    }
}
