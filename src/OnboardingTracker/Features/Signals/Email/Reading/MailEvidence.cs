namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>All that a rule may look at.</summary>
internal sealed record MailEvidence(
    MailHeaders Headers,
    MailParts Parts,
    MailAddress? From,
    string Own,
    string Full,
    IReadOnlyCollection<string> OwnDomains
)
{
    public string Subject { get; } = CleanText.Line(Headers.Value("Subject"), MailLimits.SubjectLength);

    /// <summary>The start of the text, enough for what machines say first.</summary>
    public string Opening => Own.Length <= 1_500 ? Own : Own[..1_500];

    /// <summary>Whether it answers a mail, by its threading headers.</summary>
    public bool Answers => Headers.InReplyTo is not null || Headers.References.Count > 0;

    /// <summary>Whether it carries the mail that it answers: people's programs quote, machines mostly do not.</summary>
    public bool Quotes => Full.Length > Own.Length + 40;

    public string LocalPart =>
        From is null ? "" : From.Address[..Math.Max(0, From.Address.LastIndexOf('@') is var at && at < 0 ? From.Address.Length : at)];
}
