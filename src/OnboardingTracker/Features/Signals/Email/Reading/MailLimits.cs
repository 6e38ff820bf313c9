namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// How much of one mail is read. What is over the first group makes the mail unreadable; what is over the second is left out.
/// All are far above anything that people send.
/// </summary>
internal static class MailLimits
{
    /// <summary>Bytes of a whole mail: what the inbound webhook may carry, with room.</summary>
    public const int Size = 40 * 1024 * 1024;

    /// <summary>Bytes of the headers of the mail itself.</summary>
    public const int HeaderBlock = 1024 * 1024;

    /// <summary>Headers of the mail and of all its parts.</summary>
    public const int Headers = 50_000;

    public const int Parts = 5_000;

    /// <summary>Parts within parts; deeper ones are attachments that nobody opens.</summary>
    public const int Depth = 40;

    /// <summary>Below this size no mail can hold enough parts or headers to hurt, and they are not counted beforehand.</summary>
    public const int AlwaysFine = 128 * 1024;

    /// <summary>Bytes of one body part that are decoded.</summary>
    public const int BodyBytes = 2 * 1024 * 1024;

    public const int TextLength = 500_000;

    /// <summary>Lines in which a person's own text is looked for.</summary>
    public const int Lines = 10_000;
    public const int SubjectLength = 1_000;
    public const int NameLength = 200;
    public const int MessageIdLength = 998;
    public const int References = 100;
    public const int Addresses = 200;
    public const int Attachments = 200;
    public const int Failures = 100;
    public const int HtmlLength = 1_000_000;
    public const int HtmlTags = 20_000;
    public const int HtmlDepth = 100;
}
