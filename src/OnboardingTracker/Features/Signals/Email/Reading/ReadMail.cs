namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// One e-mail as it was read: who, when, in which conversation, of what kind, and what the person wrote. Nothing here is trusted: every
/// address can be forged (see <see cref="DmarcVerdict"/>), every text may be hostile. Texts hold no NUL and no broken surrogates, and
/// are cut at limits far above what people send.
/// </summary>
public sealed class ReadMail
{
    private Lazy<SafeHtml?> _html = new((SafeHtml?)null);

    /// <summary>What kind of mail it is.</summary>
    public required MailKind Kind { get; init; }

    /// <summary>The header or rule that decided the kind, in words for people.</summary>
    public required string Why { get; init; }

    /// <summary>The id of the mail without <c>&lt;&gt;</c>, or null. Compare ids with <see cref="SameMessageId"/>.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the mail that this one answers, or null.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The ids of the conversation, oldest first; at most 100, of which the last ones are the nearest.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Who claims to have written it, or null.</summary>
    public MailAddress? From { get; init; }

    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>The address in the topmost <c>Delivered-To</c>: the one that our own server wrote last.</summary>
    public string? DeliveredTo { get; init; }

    /// <summary>The addresses that servers say it was delivered for, the topmost of each header, without doubles.</summary>
    public IReadOnlyList<string> EnvelopeRecipients { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>When the sender says it was sent; null if it says nothing, nonsense, or a year outside 1970–2100.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The addresses that a bounce or delay notice names; empty for other kinds.</summary>
    public IReadOnlyList<FailedRecipient> Bounces { get; init; } = [];

    /// <summary>The id of the mail that a report (bounce, delay, delivery, receipt, complaint) is about, or null.</summary>
    public string? ReportedMessageId { get; init; }

    /// <summary>What the person wrote: without quoted mails and signature. Quotes that they answered between are kept.</summary>
    public string OwnText { get; init; } = "";

    /// <summary>The whole text; made from the HTML if there is no plain text.</summary>
    public string FullText { get; init; } = "";

    /// <summary>The HTML, sanitised when first asked for; null if the mail has none.</summary>
    public SafeHtml? Html => _html.Value;

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>The <c>Authentication-Results</c> headers, topmost first.</summary>
    public IReadOnlyList<AuthenticationResult> AuthenticationResults { get; init; } = [];

    /// <summary>More than one author is named, so that nobody can say whom a DMARC pass is for.</summary>
    internal bool SeveralAuthors { get; init; }

    internal string? HtmlSource
    {
        init => _html = new(() => value is null ? null : SafeHtml.From(value));
    }

    /// <summary>
    /// What the topmost <c>Authentication-Results</c> header written by one of <paramref name="trustedAuthservIds"/> says of DMARC. Headers by
    /// others, and all below, may have come with the mail and count for nothing. A pass for another domain than that of
    /// <see cref="From"/> is no verdict.
    /// </summary>
    public DmarcVerdict DmarcVerdict(IReadOnlyList<string> trustedAuthservIds)
    {
        ArgumentNullException.ThrowIfNull(trustedAuthservIds);
        var result = AuthenticationResults.FirstOrDefault(result =>
            trustedAuthservIds.Any(id => id.Length > 0 && string.Equals(id.Trim(), result.AuthservId, StringComparison.OrdinalIgnoreCase))
        );
        if (result is null)
            return Reading.DmarcVerdict.None;
        var verdict = result.Dmarc;
        var covers = !SeveralAuthors && From is { } from && result.Covers(from.Domain);
        return verdict == Reading.DmarcVerdict.Pass && !covers ? Reading.DmarcVerdict.None : verdict;
    }

    /// <summary>Whether two ids are of one mail: the part after the @ is compared without case, as servers change it.</summary>
    public static bool SameMessageId(string? one, string? other)
    {
        if (one is null || other is null)
            return false;
        var at = one.LastIndexOf('@');
        return one.Length == other.Length
            && string.CompareOrdinal(one, 0, other, 0, at < 0 ? one.Length : at) == 0
            && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    internal static ReadMail Unreadable(string why) => new() { Kind = MailKind.Unreadable, Why = why };
}

/// <summary>A name and an address, both as written by the sender.</summary>
/// <param name="Address">Lower case; may be anything, even without an @.</param>
public sealed record MailAddress(string? Name, string Address)
{
    /// <summary>What follows the last @, or an empty text.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') is var at and >= 0 ? at + 1 : Address.Length)..];
}

/// <summary>Something attached. It is listed, never opened.</summary>
/// <param name="Name">Safe as a file name: no folders, control or direction characters.</param>
/// <param name="Type">The media type that the sender claims.</param>
/// <param name="Size">Bytes when decoded.</param>
public sealed record MailAttachment(string Name, string Type, long Size);

/// <summary>An address that a mail did not reach.</summary>
/// <param name="Address">Lower case.</param>
/// <param name="Action">As in RFC 3464: <c>failed</c> or <c>delayed</c>.</param>
/// <param name="Status">As in RFC 3463 (<c>5.1.1</c>), or null.</param>
/// <param name="Diagnostic">What the other server said, cut to 500 characters, or null.</param>
/// <param name="Permanent">True: writing again is useless. False: the cause may pass. Null: the report does not say.</param>
public sealed record FailedRecipient(string Address, string Action, string? Status, string? Diagnostic, bool? Permanent);

/// <summary>What a trusted server says of DMARC.</summary>
public enum DmarcVerdict
{
    None,
    Pass,
    Fail,
}
