namespace OnboardingTracker.Features.Signals.Email.Mailboxes;

/// <summary>Reads each folder of a connected mailbox on from where it was left.</summary>
internal sealed class MailboxScan(IServiceScopeFactory scopes, MailSettings settings, ILogger<MailboxScan> log)
{
    /// <returns>How many mails were taken.</returns>
    public async Task<int> ReadAsync(MailboxConnection connection, MailboxSettings mailbox, CancellationToken cancel)
    {
        var taken = 0;
        foreach (var (folder, isSent) in await connection.FoldersAsync(mailbox, cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            taken += await scope.ServiceProvider.GetRequiredService<FolderReader>().ReadAsync(folder, mailbox, isSent, cancel);
        }
        if (taken > 0)
            log.LogInformation("{Taken} mails were taken from {Mailbox}", taken, mailbox.Address);
        return taken;
    }

    /// <summary>Connects, reads, and leaves.</summary>
    public async Task<int> ReadOnceAsync(MailboxSettings mailbox, CancellationToken cancel)
    {
        using var connection = await MailboxConnection.OpenAsync(mailbox, settings.Trust, cancel);
        return await ReadAsync(connection, mailbox, cancel);
    }
}
