using Npgsql;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.Signals.Email.Mailboxes;

/// <summary>
/// Watches every mailbox: hears of new mail at once where the server can say so (IDLE), and looks every two minutes besides, since
/// connections die without a word. One connection to each mailbox over all replicas.
/// </summary>
internal sealed class MailboxWatch(
    MailSettings settings,
    MailboxScan scan,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<MailboxWatch> log
) : BackgroundService
{
    public static readonly TimeSpan Poll = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(settings.Mailboxes.Select(mailbox => WatchAsync(mailbox, stoppingToken)));

    internal async Task WatchAsync(MailboxSettings mailbox, CancellationToken stop)
    {
        var pause = s_firstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var alone = await AdvisoryLock.TryTakeAsync(database, $"mailbox {mailbox.Address}", stop);
                if (alone is not null)
                    await StayAsync(mailbox, alone, () => pause = s_firstPause, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            // Whatever it was: a mailbox that cannot be read takes nothing else down with it.
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                var reason = MailFailure.Words(failure, mailbox.Host, mailbox.Port);
                log.LogWarning("The mailbox {Mailbox} could not be read, once more in {Pause}: {Reason}", mailbox.Address, pause, reason);
                await NoteAsync(mailbox, reason, stop);
            }
            try
            {
                await Task.Delay(pause, time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    /// <summary>For the page of the integrations, on each folder that was read before. The next good look takes it away.</summary>
    private async Task NoteAsync(MailboxSettings mailbox, string reason, CancellationToken stop)
    {
        try
        {
            await using var note = database.CreateCommand("update mailbox_folders set last_error = left($2, 1000) where mailbox = $1");
            note.Parameters.AddWithValue(mailbox.Address);
            note.Parameters.AddWithValue(reason.Replace("\0", "", StringComparison.Ordinal));
            await note.ExecuteNonQueryAsync(stop);
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException)
        {
            // Without the database nobody can look at it either.
        }
    }

    private async Task StayAsync(MailboxSettings mailbox, AdvisoryLock alone, Action wentWell, CancellationToken stop)
    {
        using var connection = await MailboxConnection.OpenAsync(mailbox, settings.Trust, stop);
        // Another replica may read as soon as the database has lost us; then this one lets go.
        while (await alone.IsHeldAsync(stop))
        {
            await scan.ReadAsync(connection, mailbox, stop);
            wentWell();
            using var timeIsUp = new CancellationTokenSource(Poll, time);
            if (connection.CanIdle)
                await connection.WaitAsync(timeIsUp.Token, stop);
            else
                await Task.Delay(Poll, time, stop);
        }
    }
}
