using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Reads from a report whom a mail did not reach and why, and which mail it was.</summary>
internal static partial class DeliveryFailures
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The recipients of a bounce or delay, from its fields, or else from what its text says.</summary>
    public static IReadOnlyList<FailedRecipient> Of(MailEvidence mail, MailKind kind)
    {
        var structured = Structured(mail, out _);
        return structured.Count > 0 ? structured : FromText(mail, kind == MailKind.DelayNotice ? "delayed" : "failed");
    }

    /// <summary>The failed and delayed recipients by the fields of RFC 3464, and all actions that the report names.</summary>
    public static IReadOnlyList<FailedRecipient> Structured(MailEvidence mail, out HashSet<string> actions)
    {
        var failures = new List<FailedRecipient>();
        actions = [];
        foreach (var group in mail.Parts.ReportFields.SelectMany(part => Groups(MailDecoding.Text(part))))
        {
            if (group.GetValueOrDefault("action") is not { } said)
                continue;
            var action = said.Split([' ', ';', '('], 2)[0].Trim().ToLowerInvariant();
            actions.Add(action);
            var address =
                MailHeaders.AddressIn(group.GetValueOrDefault("final-recipient"))
                ?? MailHeaders.AddressIn(group.GetValueOrDefault("original-recipient"))
                ?? MailHeaders.AddressIn(mail.Headers.Value("X-Failed-Recipients"));
            if (
                action is not ("failed" or "delayed")
                || address is null
                || failures.Count >= MailLimits.Failures
                || failures.Any(one => one.Address == address)
            )
                continue;
            var diagnostic = group.GetValueOrDefault("diagnostic-code");
            var status = Status(group.GetValueOrDefault("status"));
            // "5.0.0" and the like say only that it failed; the other server's own code says more.
            if (status is null or "5.0.0" or "4.0.0")
                status = Status(diagnostic) ?? status;
            failures.Add(new FailedRecipient(address, action, status, Shorten(diagnostic), IsPermanent(status, diagnostic, action)));
        }
        return failures;
    }

    /// <summary>The id of the mail that is reported on: from the copy, the report's fields, or the copied headers in the text.</summary>
    public static string? ReportedMessageId(MailEvidence mail)
    {
        if (mail.Parts.Returned is { } returned && new MailHeaders(returned).MessageId is { } id)
            return id;
        foreach (var group in mail.Parts.ReportFields.SelectMany(part => Groups(MailDecoding.Text(part))))
        {
            if (MailHeaders.FirstId(group.GetValueOrDefault("original-message-id")) is { } original)
                return original;
        }
        var copied = CopiedId().Match(mail.Full);
        return copied.Success ? MailHeaders.FirstId(copied.Value) : mail.Headers.InReplyTo;
    }

    private static List<FailedRecipient> FromText(MailEvidence mail, string action)
    {
        var copy = CopyBegins().Match(mail.Full);
        var text = mail.Full[..Math.Min(copy.Success ? copy.Index : mail.Full.Length, 20_000)];
        var lines = text.Split('\n');
        var ours = mail.Headers.Addresses(MimeKit.HeaderId.To).Select(to => to.Address).ToHashSet(StringComparer.Ordinal);
        var named = (mail.Headers.Value("X-Failed-Recipients") ?? "").Split(',').Select(MailHeaders.AddressIn).OfType<string>().ToList();
        var addresses =
            named.Count > 0 ? named : [.. lines.Where(line => line.Length < 2_000).Select(MailHeaders.AddressIn).OfType<string>()];
        var diagnostic = lines.FirstOrDefault(line => line.Length < 2_000 && Code().IsMatch(line))?.Trim();
        var status = Status(text);
        return
        [
            .. addresses
                .Where(address => address.Contains('.', StringComparison.Ordinal))
                .Where(address =>
                    named.Count > 0 || (!ours.Contains(address) && address != mail.From?.Address && !Servers().IsMatch(address))
                )
                .Distinct(StringComparer.Ordinal)
                .Take(named.Count > 0 ? MailLimits.Failures : 10)
                .Select(address => new FailedRecipient(
                    address,
                    action,
                    status,
                    Shorten(diagnostic),
                    IsPermanent(status, diagnostic, action, text)
                )),
        ];
    }

    private static bool? IsPermanent(string? status, string? diagnostic, string action, string text = "")
    {
        if (action == "delayed" || status?[0] == '4')
            return false;
        if (status?[0] == '5')
            return true;
        var code = Code().Match(diagnostic ?? "");
        if (code.Success)
            return code.Value.TrimStart('#', ' ', ':')[0] == '5';
        return text.Contains("permanent", StringComparison.OrdinalIgnoreCase) ? true : null;
    }

    private static string? Status(string? text) =>
        text is not null && StatusCode().Match(text) is { Success: true } match ? match.Value : null;

    private static string? Shorten(string? diagnostic)
    {
        var line = CleanText.Line(diagnostic, 500);
        return line.Length == 0 ? null : line;
    }

    /// <summary>Groups of fields as in headers, apart by blank lines; a further recipient begins one too.</summary>
    private static List<Dictionary<string, string>> Groups(string text)
    {
        var groups = new List<Dictionary<string, string>>();
        Dictionary<string, string>? group = null;
        var field = "";
        foreach (var line in text.Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(line))
                group = null;
            else if (line[0] is ' ' or '\t' && group is not null && field.Length > 0)
                group[field] = group[field].Length < 4_000 ? $"{group[field]} {line.Trim()}" : group[field];
            else if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 and < 80)
            {
                field = line[..colon].Trim().ToLowerInvariant();
                if (group is null || (field == "final-recipient" && group.ContainsKey(field)))
                {
                    if (groups.Count >= 2 * MailLimits.Failures)
                        return groups;
                    groups.Add(group = new(StringComparer.Ordinal));
                }
                group.TryAdd(field, line[(colon + 1)..].Trim());
            }
        }
        return groups;
    }

    [GeneratedRegex(@"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)", Plain, 1_000)]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"(?<![\w.])#?[45]\d\d(?=[ \-:,]|$)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)", Plain, 1_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^Message-ID\s*:\s*<[^<>\s]{1,900}>", Plain | RegexOptions.Multiline, 1_000)]
    private static partial Regex CopiedId();

    [GeneratedRegex(
        @"(?:original message|copy of (?:the|your)|below this line|headers? of the original|contents of the undelivered|undelivered message|unsent message|message headers|returned message|^received:\s|^return-path:\s|ursprüngliche nachricht|ursprünglichen? (?:nachricht|e-mail)|message original|mensaje original|messaggio originale|原始邮件|元のメッセージ)",
        Plain | RegexOptions.Multiline,
        1_000
    )]
    private static partial Regex CopyBegins();

    [GeneratedRegex("^(?:mailer-daemon|postmaster|abuse|support|helpdesk|noreply|no-reply)@", Plain, 1_000)]
    private static partial Regex Servers();
}
