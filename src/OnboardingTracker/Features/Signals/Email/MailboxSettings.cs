using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>One mailbox that is read by IMAP, settings <c>Mail__Mailboxes__0__…</c>.</summary>
/// <param name="Address">Lower case; also its name in the database.</param>
/// <param name="Folders">Read besides Inbox and Sent.</param>
/// <param name="ExcludedFolders">Never read, even Inbox or Sent.</param>
/// <param name="ExcludedAddresses">Mail from or to these is never taken. Lower case.</param>
public sealed record MailboxSettings(
    string Address,
    string Host,
    int Port,
    string UserName,
    string Password,
    MailSecurity Security,
    IReadOnlyList<string> Folders,
    IReadOnlyList<string> ExcludedFolders,
    IReadOnlyList<string> ExcludedAddresses
)
{
    private const int TlsPort = 993;
    private const int PlainPort = 143;

    public static MailboxSettings Read(IConfigurationSection section)
    {
        var address = MailSettings.Address(section, "Address");
        var security = MailSettings.Security(section, MailSecurity.Tls);
        return new(
            address,
            MailSettings.Host(section),
            MailSettings.Port(section, security == MailSecurity.Tls ? TlsPort : PlainPort),
            section["UserName"] is { Length: > 0 } user ? user : address,
            section["Password"] is { Length: > 0 } password
                ? password
                : throw new BadSettingException(MailSettings.NameOf(section, "Password"), "is missing."),
            security,
            MailSettings.List(section, "Folders"),
            MailSettings.List(section, "ExcludedFolders"),
            [.. MailSettings.List(section, "ExcludedAddresses").Select(text => text.ToLowerInvariant())]
        );
    }

    /// <summary>Not the password: records are printed easily.</summary>
    public override string ToString() => $"{Address} at {Host}:{Port}";
}
