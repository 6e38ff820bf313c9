using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>Hands one mail to the SMTP server. The demo takes it and sends nothing.</summary>
public sealed class SmtpSender(MailSettings settings)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        if (settings.IsDemo)
            return new SendOutcome.Sent(new Dictionary<string, string>(), "Kept here alone: a demo sends nothing.");
        if (settings.Smtp is not { } smtp)
            return new SendOutcome.Later("No mail server is set (Mail__Smtp__Host).");
        using var client = new Client { Timeout = (int)s_patience.TotalMilliseconds };
        try
        {
            await ConnectAsync(client, smtp, settings.Trust, cancel);
        }
        catch (Exception failure) when (IsMailFailure(failure))
        {
            // Whatever it is, it is not about this mail.
            return new SendOutcome.Later(MailFailure.Words(failure, smtp.Host, smtp.Port));
        }
        using var message = OutgoingMessage.Of(mail);
        try
        {
            await client.SendAsync(message, MailboxAddress.Parse(mail.From), message.To.Mailboxes, cancel);
        }
        catch (SmtpCommandException refusal) when (client.Refused.Count == mail.To.Count || (int)refusal.StatusCode >= 500)
        {
            return new SendOutcome.Refused(Words(client, refusal), client.Refused);
        }
        catch (Exception failure) when (IsMailFailure(failure))
        {
            return new SendOutcome.Later($"{smtp.Host}:{smtp.Port}: {failure.Message}");
        }
        if (client.Refused.Count == mail.To.Count)
            return new SendOutcome.Refused(Words(client, null), client.Refused);
        await QuitAsync(client);
        return new SendOutcome.Sent(client.Refused);
    }

    internal static async Task ConnectAsync(SmtpClient client, SmtpSettings smtp, MailTrust trust, CancellationToken cancel)
    {
        trust.Apply(client);
        await client.ConnectAsync(smtp.Host, smtp.Port, Options(smtp.Security), cancel);
        if (smtp.UserName is { } user)
            await client.AuthenticateAsync(user, smtp.Password ?? "", cancel);
    }

    internal static SecureSocketOptions Options(MailSecurity security) =>
        security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };

    /// <summary>What a mail server, the network or the settings can do to us; anything else is an error of ours.</summary>
    internal static bool IsMailFailure(Exception failure) =>
        failure
            is ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or ProtocolException
                or CommandException
                or AuthenticationException
                or SslHandshakeException
                or NotSupportedException
                or IOException
                or SocketException
                or TimeoutException;

    private static async Task QuitAsync(Client client)
    {
        try
        {
            await client.DisconnectAsync(true, CancellationToken.None);
        }
        catch (Exception failure) when (IsMailFailure(failure))
        {
            // It has taken the mail; how it says goodbye is its own affair.
        }
    }

    private static string Words(Client client, SmtpCommandException? refusal) =>
        client.Refused.Count > 0 ? string.Join("; ", client.Refused.Select(r => $"{r.Key}: {r.Value}"))
        : refusal is null ? "refused"
        : $"{(int)refusal.StatusCode} {refusal.Message}";

    /// <summary>Remembers which recipients were refused for good, and goes on with the others.</summary>
    private sealed class Client : SmtpClient
    {
        public Dictionary<string, string> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            if ((int)response.StatusCode < 500)
                base.OnRecipientNotAccepted(message, mailbox, response);
            Refused[mailbox.Address] = $"{(int)response.StatusCode} {response.Response}";
        }
    }
}
