namespace OnboardingTracker.Features.Signals.Email;

/// <summary>The server that takes outgoing mail, settings <c>Mail__Smtp__…</c>.</summary>
/// <param name="From">Whom mail is from, and where answers go. Lower case.</param>
public sealed record SmtpSettings(string Host, int Port, string? UserName, string? Password, MailSecurity Security, string From)
{
    private const int TlsPort = 465;
    private const int SubmissionPort = 587;

    /// <returns>Null: there is no such section, and nothing is sent.</returns>
    public static SmtpSettings? Read(IConfigurationSection section)
    {
        if (!section.GetChildren().Any(child => child.Value is { Length: > 0 }))
            return null;
        var security = MailSettings.Security(section, MailSecurity.StartTls);
        return new(
            MailSettings.Host(section),
            MailSettings.Port(section, security == MailSecurity.Tls ? TlsPort : SubmissionPort),
            section["UserName"] is { Length: > 0 } user ? user : null,
            section["Password"],
            security,
            MailSettings.Address(section, "From")
        );
    }

    /// <summary>Not the password: records are printed easily.</summary>
    public override string ToString() => $"{From} by {Host}:{Port}";
}
