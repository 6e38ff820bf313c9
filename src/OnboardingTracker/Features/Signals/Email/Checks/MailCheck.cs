using MailKit.Net.Smtp;
using MimeKit;
using OnboardingTracker.Features.Signals.Email.Mailboxes;
using OnboardingTracker.Features.Signals.Email.Outbox;

namespace OnboardingTracker.Features.Signals.Email.Checks;

/// <param name="Words">What was found, for people.</param>
/// <param name="Detail">More of it, or what to do.</param>
public sealed record MailCheckResult(bool IsGood, string Words, string? Detail = null);

/// <summary>Tries the settings of a mail server, and changes nothing there: connects, signs in, looks, leaves.</summary>
public sealed class MailCheck(MailSettings settings, TimeProvider time)
{
    /// <summary>A person is waiting for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<MailCheckResult> MailboxAsync(MailboxSettings mailbox, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var connection = await MailboxConnection.OpenAsync(mailbox, settings.Trust, both.Token);
            var found = await connection.FoldersAsync(mailbox, both.Token);
            await connection.LeaveAsync(both.Token);
            var names = found.Select(one => one.Folder.FullName).ToList();
            var missing = mailbox
                .Folders.Where(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase))
                .Except(mailbox.ExcludedFolders)
                .ToList();
            if (missing.Count > 0)
                return new(
                    false,
                    $"{mailbox.Address}: there is no folder {string.Join(", ", missing)}",
                    $"Found: {string.Join(", ", names)}."
                );
            var sent = found.Any(one => one.IsSent)
                ? ""
                : " No folder of sent mail was found: what goes out from their own program is not seen.";
            return new(true, $"{mailbox.Address} can be read", $"Folders: {string.Join(", ", names)}.{sent}");
        }
        catch (Exception failure) when (IsOfServer(failure, cancel))
        {
            return new(false, $"{mailbox.Address} cannot be read", MailFailure.Words(failure, mailbox.Host, mailbox.Port));
        }
    }

    /// <param name="to">Whom a test mail goes to; null: nothing is sent.</param>
    public async Task<MailCheckResult> SmtpAsync(string? to, CancellationToken cancel)
    {
        if (settings.Smtp is not { } smtp)
            return new(false, "No mail server is set", "An admin sets Mail__Smtp__Host and Mail__Smtp__From.");
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            await SmtpSender.ConnectAsync(client, smtp, settings.Trust, both.Token);
            if (to is not null)
                await client.SendAsync(TestMail(smtp.From, to), both.Token);
            else
                await client.NoOpAsync(both.Token);
            await client.DisconnectAsync(true, both.Token);
            return to is not null
                ? new(true, $"A test mail to {to} is on its way", $"{smtp.Host} took it.")
                : new(
                    true,
                    $"{smtp.Host} takes mail from here",
                    $"{Protected(smtp.Security)}{(smtp.UserName is null ? "" : ", signed in")}. Nothing was sent."
                );
        }
        catch (Exception failure) when (IsOfServer(failure, cancel))
        {
            return new(false, $"{smtp.Host} does not take mail from here", MailFailure.Words(failure, smtp.Host, smtp.Port));
        }
    }

    private MimeMessage TestMail(string from, string to)
    {
        var message = new MimeMessage
        {
            Subject = "A test mail from OnboardingTracker",
            Date = time.GetUtcNow(),
            Body = new TextPart("plain") { Text = "You asked for this mail on the page Integrations. Mail from there arrives.\r\n" },
        };
        message.From.Add(new MailboxAddress("OnboardingTracker", from));
        message.To.Add(new MailboxAddress("", to));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static string Protected(MailSecurity security) =>
        security switch
        {
            MailSecurity.Tls => "Protected by TLS",
            MailSecurity.StartTls => "Protected by STARTTLS",
            _ => "Not protected",
        };

    private static bool IsOfServer(Exception failure, CancellationToken asked) =>
        (failure is OperationCanceledException && !asked.IsCancellationRequested) || SmtpSender.IsMailFailure(failure);
}
