using MailKit;
using MailKit.Net.Imap;
using OnboardingTracker.Features.Signals.Email.Outbox;

namespace OnboardingTracker.Features.Signals.Email.Mailboxes;

/// <summary>A connection to one mailbox, and the folders of it that are read.</summary>
internal sealed class MailboxConnection : IDisposable
{
    private static readonly string[] s_sentNames = ["Sent", "Sent Items", "Sent Messages", "Sent Mail", "[Gmail]/Sent Mail", "INBOX.Sent"];

    private readonly ImapClient _client = new() { Timeout = 60_000 };

    private MailboxConnection() { }

    public bool CanIdle => _client.Capabilities.HasFlag(ImapCapabilities.Idle);

    public static async Task<MailboxConnection> OpenAsync(MailboxSettings mailbox, MailTrust trust, CancellationToken cancel)
    {
        var connection = new MailboxConnection();
        trust.Apply(connection._client);
        try
        {
            await connection._client.ConnectAsync(mailbox.Host, mailbox.Port, SmtpSender.Options(mailbox.Security), cancel);
            await connection._client.AuthenticateAsync(mailbox.UserName, mailbox.Password, cancel);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What we sent comes first, so that the answers to it are known as such.</summary>
    public async Task<IReadOnlyList<(IMailFolder Folder, bool IsSent)>> FoldersAsync(MailboxSettings mailbox, CancellationToken cancel)
    {
        var folders = new List<(IMailFolder Folder, bool IsSent)>();
        if (await SentAsync(cancel) is { } sent)
            folders.Add((sent, true));
        folders.Add((_client.Inbox, false));
        foreach (var name in mailbox.Folders)
        {
            if (await FindAsync(name, cancel) is { } folder && folders.TrueForAll(known => known.Folder.FullName != folder.FullName))
                folders.Add((folder, false));
        }
        return folders.FindAll(one => !mailbox.ExcludedFolders.Contains(one.Folder.FullName, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Waits until the Inbox has something new, or the time is up.</summary>
    public async Task WaitAsync(CancellationToken timeIsUp, CancellationToken cancel)
    {
        var inbox = _client.Inbox;
        await inbox.OpenAsync(FolderAccess.ReadOnly, cancel);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(timeIsUp);
        inbox.CountChanged += OnChange;
        try
        {
            await _client.IdleAsync(done.Token, cancel);
        }
        finally
        {
            inbox.CountChanged -= OnChange;
        }

        void OnChange(object? sender, EventArgs e) => done.Cancel();
    }

    /// <summary>Signs out.</summary>
    public Task LeaveAsync(CancellationToken cancel) => _client.DisconnectAsync(true, cancel);

    public void Dispose() => _client.Dispose();

    private async Task<IMailFolder?> SentAsync(CancellationToken cancel)
    {
        if ((_client.Capabilities & (ImapCapabilities.SpecialUse | ImapCapabilities.XList)) != 0)
        {
            if (_client.GetFolder(SpecialFolder.Sent) is { } special)
                return special;
        }
        foreach (var name in s_sentNames)
        {
            if (await FindAsync(name, cancel) is { } folder)
                return folder;
        }
        return null;
    }

    private async Task<IMailFolder?> FindAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await _client.GetFolderAsync(name, cancel);
        }
        catch (FolderNotFoundException)
        {
            return null;
        }
    }
}
