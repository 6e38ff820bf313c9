using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>The headers of a mail, cleaned and cut. The topmost of a name counts: servers write above what they got.</summary>
internal sealed partial class MailHeaders(HeaderList headers)
{
    private static readonly string[] _envelopeFields =
    [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Delivered-To",
        "X-Real-To",
        "X-Rcpt-To",
        "X-Apparently-To",
        "Apparently-To",
    ];

    public string? MessageId => Ids("Message-ID").FirstOrDefault() ?? Bare("Message-ID");

    public string? InReplyTo => Ids("In-Reply-To").FirstOrDefault();

    public IReadOnlyList<string> References
    {
        get
        {
            var all = Ids("References");
            // The first names the conversation, the last ones are the nearest.
            return all.Count <= MailLimits.References ? all : [all[0], .. all[^(MailLimits.References - 1)..]];
        }
    }

    public string? DeliveredTo => AddressIn(Value("Delivered-To"));

    public IReadOnlyList<string> EnvelopeRecipients =>
        [.. _envelopeFields.Select(name => AddressIn(Value(name))).OfType<string>().Distinct(StringComparer.Ordinal)];

    public DateTimeOffset? Date =>
        Value("Date") is { } text && DateUtils.TryParse(text, out var date) && date.UtcDateTime.Year is >= 1970 and <= 2100
            ? date.ToUniversalTime()
            : null;

    public IReadOnlyList<AuthenticationResult> AuthenticationResults =>
        [.. All("Authentication-Results").Take(50).Select(AuthenticationResult.Parse)];

    /// <summary>Whether the sender of the envelope is empty, as it is for reports and most automatic answers.</summary>
    public bool NullReturnPath =>
        (Value("Return-Path") ?? Value("X-Envelope-From") ?? Value("X-Return-Path")) is { } path && path.Trim() is "<>" or "" or "< >";

    public int Count(HeaderId id) => headers.Count(header => header.Id == id);

    public bool Has(string field) => headers.Contains(field);

    public string? FirstOf(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (headers.Contains(field))
                return field;
        }
        return null;
    }

    /// <summary>The topmost value of a field, in one line; null if there is none.</summary>
    public string? Value(string field)
    {
        var at = headers.IndexOf(field);
        return at < 0 ? null : Text(headers[at]);
    }

    public IEnumerable<string> All(string field) =>
        headers.Where(header => header.Field.Equals(field, StringComparison.OrdinalIgnoreCase)).Select(Text);

    public string? FieldStartingWith(string prefix) =>
        headers.FirstOrDefault(header => header.Field.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))?.Field;

    public IReadOnlyList<MailAddress> Addresses(HeaderId id)
    {
        var found = new List<MailAddress>();
        foreach (var header in headers.Where(header => header.Id == id))
        {
            if (InternetAddressList.TryParse(MailDecoding.Options, header.RawValue, out var list))
            {
                foreach (var mailbox in list.Mailboxes)
                {
                    if (found.Count >= MailLimits.Addresses)
                        return found;
                    var name = CleanText.Line(mailbox.Name, MailLimits.NameLength);
                    found.Add(new MailAddress(name.Length == 0 ? null : name, Normal(mailbox.Address)));
                }
            }
            else if (AddressIn(Text(header)) is { } address)
                found.Add(new MailAddress(null, address));
        }
        return found;
    }

    /// <summary>The first thing in a text that looks like an address, lower case.</summary>
    public static string? AddressIn(string? text) =>
        text is not null && AnyAddress().Match(text) is { Success: true } match ? Normal(match.Value) : null;

    public static string? FirstId(string? text) => text is null ? null : IdsIn(text).FirstOrDefault();

    private static string Normal(string address) => CleanText.Line(address, 320).ToLowerInvariant();

    private static string Text(Header header)
    {
        try
        {
            return CleanText.Line(header.Value, MailLimits.TextLength);
        }
        catch (Exception error) when (MailReader.IsBadMail(error))
        {
            return CleanText.Line(MailDecoding.Decode(header.RawValue, null), MailLimits.TextLength);
        }
    }

    private List<string> Ids(string field) => Value(field) is { } text ? IdsIn(text) : [];

    private static List<string> IdsIn(string text)
    {
        var ids = new List<string>();
        foreach (var match in AnyId().EnumerateMatches(text))
        {
            var id = text.AsSpan(match.Index + 1, match.Length - 2).Trim();
            if (id.Length is > 0 and <= MailLimits.MessageIdLength)
                ids.Add(id.ToString());
        }
        return ids;
    }

    /// <summary>An id whose sender forgot the brackets.</summary>
    private string? Bare(string field) =>
        Value(field) is { Length: > 0 and <= MailLimits.MessageIdLength } text && text.Trim('<', '>', ' ') is { Length: > 0 } id
            ? id
            : null;

    [GeneratedRegex("<[^<>]{1,1000}>")]
    private static partial Regex AnyId();

    [GeneratedRegex("""[^\s<>"',;:()\[\]\\@]{1,128}@[^\s<>"',;:()\[\]\\@]{1,253}""")]
    private static partial Regex AnyAddress();
}
