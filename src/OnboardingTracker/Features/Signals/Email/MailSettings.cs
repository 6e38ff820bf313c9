using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>The deployment's mail settings, section <c>Mail</c>, checked at start. Passwords are never logged or shown.</summary>
public sealed record MailSettings
{
    public IReadOnlyList<MailboxSettings> Mailboxes { get; init; } = [];

    /// <summary>Domains at which everybody is of the team, lower case.</summary>
    public IReadOnlyList<string> TeamDomains { get; init; } = [];

    /// <summary>Servers whose word on DMARC we take, as they name themselves in <c>Authentication-Results</c>.</summary>
    public IReadOnlyList<string> TrustedAuthservIds { get; init; } = [];

    /// <summary>Null: nothing can be sent from here.</summary>
    public SmtpSettings? Smtp { get; init; }

    /// <summary>The demo takes outgoing mail and sends nothing.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Whom mail is from; null: nothing can be sent.</summary>
    public string? From => Smtp?.From ?? (IsDemo ? "onboarding@example.com" : null);

    /// <summary>Which mail servers are believed to be who they say.</summary>
    public MailTrust Trust { get; init; } = MailTrust.System;

    public bool CanSend => Smtp is not null || IsDemo;

    /// <summary>Whether an address is one of the settings' own; members' are in the database.</summary>
    public bool IsOurs(string address)
    {
        var plain = WithoutTag(address);
        var domain = plain[(plain.LastIndexOf('@') + 1)..];
        return TeamDomains.Contains(domain)
            || Mailboxes.Any(mailbox => WithoutTag(mailbox.Address) == plain)
            || (Smtp is { } smtp && WithoutTag(smtp.From) == plain);
    }

    /// <summary><c>onboarding+r12@example.com</c> is <c>onboarding@example.com</c>.</summary>
    public static string WithoutTag(string address)
    {
        var at = address.LastIndexOf('@');
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? address[..plus] + address[at..] : address;
    }

    /// <exception cref="BadSettingException">A setting is not what it must be.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        return new MailSettings
        {
            Mailboxes = [.. mail.GetSection("Mailboxes").GetChildren().Select(MailboxSettings.Read)],
            TeamDomains = [.. List(mail, "TeamDomains").Select(domain => domain.TrimStart('@').ToLowerInvariant())],
            TrustedAuthservIds = List(mail, "TrustedAuthservIds"),
            Smtp = SmtpSettings.Read(mail.GetSection("Smtp")),
            Trust = MailTrust.Read(mail["TrustedCaFile"]),
            IsDemo = configuration.GetValue<bool>("Demo"),
        };
    }

    /// <summary>A list of settings (<c>Name__0</c>, <c>Name__1</c>) or one with commas between.</summary>
    internal static List<string> List(IConfiguration section, string name)
    {
        var items = section.GetSection(name).GetChildren().Select(child => child.Value).Append(section[name]);
        return
        [
            .. items
                .OfType<string>()
                .SelectMany(text => text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Distinct(),
        ];
    }

    internal static string Address(IConfigurationSection section, string name)
    {
        var setting = NameOf(section, name);
        var text = section[name] ?? throw new BadSettingException(setting, "is missing: it is the e-mail address.");
        return EmailAddress.Normalise(text, out var reason)
            ?? throw new BadSettingException(setting, $"must be an e-mail address: {reason}.");
    }

    internal static string Host(IConfigurationSection section) =>
        section["Host"] is { Length: > 0 } host && !host.Any(char.IsWhiteSpace)
            ? host
            : throw new BadSettingException(NameOf(section, "Host"), "must be the name of the server.");

    internal static int Port(IConfigurationSection section, int usual) =>
        section["Port"] is not { Length: > 0 } text ? usual
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port)
        && port is > 0 and < 65536
            ? port
        : throw new BadSettingException(NameOf(section, "Port"), $"must be a port from 1 to 65535, not '{text}'.");

    internal static MailSecurity Security(IConfigurationSection section, MailSecurity usual) =>
        section["Security"] is not { Length: > 0 } text ? usual
        : Enum.TryParse<MailSecurity>(text, ignoreCase: true, out var security) && Enum.IsDefined(security) ? security
        : throw new BadSettingException(NameOf(section, "Security"), $"must be tls, startTls or none, not '{text}'.");

    internal static string NameOf(IConfigurationSection section, string name) =>
        $"{section.Path.Replace(":", "__", StringComparison.Ordinal)}__{name}";
}

/// <summary>How a connection to a mail server is kept from others' eyes.</summary>
public enum MailSecurity
{
    /// <summary>From the first byte on.</summary>
    Tls,

    /// <summary>Asked for, and required, after the greeting.</summary>
    StartTls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}
