using System.Text;
using System.Text.Json;
using MimeKit;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Signals.Email.Postmark;

/// <summary>
/// The mail in what Postmark posts: as it was received, where the server is set to include it; else put together again from the fields.
/// </summary>
internal static class PostmarkMail
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 64 };

    /// <summary>What the parts have of their own, or Postmark gives in fields.</summary>
    private static readonly HashSet<string> s_notCopied = new(StringComparer.OrdinalIgnoreCase)
    {
        "From",
        "To",
        "Cc",
        "Bcc",
        "Subject",
        "Date",
        "Reply-To",
        "MIME-Version",
        "Delivered-To",
    };

    /// <returns>Null: it is no mail of Postmark's.</returns>
    public static byte[]? Mime(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, s_json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            // Whom it was delivered for is Postmark's own word: above everything that came with the mail.
            var delivered = EmailAddress.Normalise(Text(root, "OriginalRecipient") ?? "", out _) is { } to ? $"Delivered-To: {to}\r\n" : "";
            var mail = Text(root, "RawEmail") is { Length: > 0 } raw ? Encoding.UTF8.GetBytes(raw) : Rebuilt(root);
            return mail is null ? null : [.. Encoding.UTF8.GetBytes(delivered), .. mail];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Rebuilt(JsonElement root)
    {
        if (Text(root, "From") is null && Text(root, "TextBody") is null && Text(root, "HtmlBody") is null)
            return null;
        using var message = new MimeMessage();
        message.Headers.Clear();
        foreach (var header in Items(root, "Headers"))
        {
            if (Text(header, "Name") is not { Length: > 0 } name || s_notCopied.Contains(name) || IsOfParts(name))
                continue;
            Try(() => message.Headers.Add(name, OneLine(Text(header, "Value") ?? "")));
        }
        Add(message.From, root, "FromFull", "From");
        Add(message.To, root, "ToFull", "To");
        Add(message.Cc, root, "CcFull", "Cc");
        if (Text(root, "ReplyTo") is { Length: > 0 } replyTo && InternetAddressList.TryParse(replyTo, out var replyToList))
            message.ReplyTo.AddRange(replyToList);
        message.Subject = OneLine(Text(root, "Subject") ?? "");
        if (Text(root, "Date") is { } date && MimeKit.Utils.DateUtils.TryParse(date, out var at))
            message.Date = at;
        var parts = new BodyBuilder
        {
            TextBody = Text(root, "TextBody"),
            HtmlBody = Text(root, "HtmlBody") is { Length: > 0 } html ? html : null,
        };
        foreach (var attachment in Items(root, "Attachments"))
            Try(() => Attach(parts, attachment));
        message.Body = parts.ToMessageBody();
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    private static void Attach(BodyBuilder parts, JsonElement attachment)
    {
        var content = Convert.FromBase64String(Text(attachment, "Content") ?? Text(attachment, "Data") ?? "");
        if (!ContentType.TryParse(Text(attachment, "ContentType") ?? "", out var type))
            type = new ContentType("application", "octet-stream");
        parts.Attachments.Add(OneLine(Text(attachment, "Name") ?? "attachment"), content, type);
    }

    private static void Add(InternetAddressList list, JsonElement root, string full, string plain)
    {
        var people = root.TryGetProperty(full, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray().ToList(),
                JsonValueKind.Object => [value],
                _ => [],
            }
            : [];
        foreach (var person in people)
        {
            if (Text(person, "Email") is { Length: > 0 } email)
                Try(() => list.Add(new MailboxAddress(OneLine(Text(person, "Name") ?? ""), OneLine(email))));
        }
        if (list.Count == 0 && Text(root, plain) is { Length: > 0 } text && InternetAddressList.TryParse(text, out var parsed))
            list.AddRange(parsed);
    }

    private static bool IsOfParts(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A line break in a field would make a header of what follows.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static List<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    /// <summary>A part that cannot be put together is left out: the rest of the mail is worth more than it.</summary>
    private static void Try(Action add)
    {
        try
        {
            add();
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException or InvalidOperationException or ParseException)
        {
            // Left out.
        }
    }
}
