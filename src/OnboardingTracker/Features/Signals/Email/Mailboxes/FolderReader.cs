using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email.Mailboxes;

/// <summary>
/// Reads one folder on from where it was left. Nothing in it is changed: it is opened for reading alone, and nothing is marked as seen.
/// Cut off anywhere, it reads the last messages once more, and each is known by its Message-ID.
/// </summary>
internal sealed class FolderReader(TrackerDb db, MailPrivacy privacy, MailIntake intake, TimeProvider time, ILogger<FolderReader> log)
{
    private const int Batch = 50;

    /// <summary>Larger than anything that can be read: not fetched.</summary>
    private const uint LargestMail = 40u << 20;

    private static readonly FetchRequest s_headers = new(
        MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size | MessageSummaryItems.Headers
    );

    /// <returns>How many mails were taken.</returns>
    public async Task<int> ReadAsync(IMailFolder folder, MailboxSettings mailbox, bool isSent, CancellationToken cancel)
    {
        await folder.OpenAsync(FolderAccess.ReadOnly, cancel);
        var state = await StateAsync(folder, mailbox, cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var oldest = state.ConnectedAt.AddDays(-policy.MailHistoryDays);
        var found = await folder.SearchAsync(
            SearchQuery
                .Uids(new UniqueIdRange(folder.UidValidity, (uint)state.LastUid + 1, uint.MaxValue))
                // By days, and the server's own: looked at more closely below.
                .And(SearchQuery.DeliveredAfter(oldest.UtcDateTime.Date.AddDays(-2))),
            cancel
        );
        // "From here to the end" gives the last message even where it lies before here.
        var waiting = found.Where(uid => uid.Id > state.LastUid).OrderBy(uid => uid.Id).ToList();
        var taken = 0;
        foreach (var batch in waiting.Chunk(Batch))
        {
            foreach (var summary in (await folder.FetchAsync(batch, s_headers, cancel)).OrderBy(summary => summary.UniqueId.Id))
            {
                if (summary.InternalDate is { } arrived && arrived < oldest)
                    continue;
                var arrival = isSent ? MailArrivals.Sent : MailArrivals.Inbox;
                if (summary.InternalDate < state.ConnectedAt)
                    arrival = MailArrivals.AsHistory(arrival);
                if (await TakeAsync(folder, summary, mailbox, arrival, state, cancel))
                    taken++;
            }
            state.LastUid = batch[^1].Id;
            state.Taken += taken;
            await SaveAsync(state, cancel);
        }
        state.ReadAt = time.GetUtcNow();
        state.LastError = null;
        await SaveAsync(state, cancel);
        return taken;
    }

    /// <summary>One bad mail is set aside, and the next one is read.</summary>
    private async Task<bool> TakeAsync(
        IMailFolder folder,
        IMessageSummary summary,
        MailboxSettings mailbox,
        string arrival,
        MailboxFolder state,
        CancellationToken cancel
    )
    {
        try
        {
            var head = MailReader.Read(await HeadersAsync(summary, cancel));
            var choice = head.Kind == MailKind.Unreadable ? MailChoice.Leave : await privacy.ChooseAsync(head, mailbox, cancel);
            if (head.Kind == MailKind.Unreadable || (choice != MailChoice.Leave && summary.Size > LargestMail))
                state.SetAside++;
            else if (choice != MailChoice.Leave)
            {
                var raw = await BytesAsync(folder, summary.UniqueId, cancel);
                var mail = MailReader.Read(raw);
                if (choice == MailChoice.LookInside && !await privacy.IsAboutOursAsync(mail, cancel))
                    return false;
                return (await intake.TakeAsync(raw, mail, arrival, cancel)).IsNew;
            }
        }
        catch (Exception bad) when (bad is ImapCommandException or MessageNotFoundException or FolderNotFoundException)
        {
            log.LogWarning(
                "Message {Uid} of {Folder} in {Mailbox} was passed over: {Reason}",
                summary.UniqueId.Id,
                folder.FullName,
                mailbox.Address,
                bad.Message
            );
            state.SetAside++;
        }
        return false;
    }

    /// <summary>Where the folder was left; numbers that mean something else now are begun again, and what is known is known by its Message-ID.</summary>
    private async Task<MailboxFolder> StateAsync(IMailFolder folder, MailboxSettings mailbox, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var state = await db.MailboxFolders.FindAsync([mailbox.Address, folder.FullName], cancel);
        if (state is null)
        {
            state = new MailboxFolder
            {
                Mailbox = mailbox.Address,
                Folder = folder.FullName,
                UidValidity = folder.UidValidity,
                ConnectedAt = time.GetUtcNow(),
            };
            db.MailboxFolders.Add(state);
        }
        else if (state.UidValidity != folder.UidValidity)
            (state.UidValidity, state.LastUid) = (folder.UidValidity, 0);
        await db.SaveChangesAsync(cancel);
        return state;
    }

    private async Task SaveAsync(MailboxFolder state, CancellationToken cancel)
    {
        // Taking a mail may have cleared or filled the context: this row alone is written.
        await db
            .MailboxFolders.Where(f => f.Mailbox == state.Mailbox && f.Folder == state.Folder)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(f => f.LastUid, state.LastUid)
                        .SetProperty(f => f.Taken, state.Taken)
                        .SetProperty(f => f.SetAside, state.SetAside)
                        .SetProperty(f => f.ReadAt, state.ReadAt)
                        .SetProperty(f => f.LastError, state.LastError),
                cancel
            );
    }

    private static async Task<byte[]> HeadersAsync(IMessageSummary summary, CancellationToken cancel)
    {
        using var stream = new MemoryStream();
        await summary.Headers!.WriteToAsync(stream, cancel);
        stream.Write("\r\n"u8);
        return stream.ToArray();
    }

    /// <summary>As the server has it, and without marking it as seen.</summary>
    private static async Task<byte[]> BytesAsync(IMailFolder folder, UniqueId uid, CancellationToken cancel)
    {
        await using var stream = await folder.GetStreamAsync(uid, "", cancel);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
