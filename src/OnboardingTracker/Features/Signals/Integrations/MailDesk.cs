using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Mailboxes;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>A mailbox of the settings and how far its folders were read.</summary>
/// <param name="Folders">Empty: it has never been read.</param>
/// <param name="IsLate">It was not read for longer than any good connection takes.</param>
public sealed record MailboxCard(MailboxSettings Mailbox, IReadOnlyList<MailboxFolder> Folders, bool IsLate)
{
    public string? Problem => Folders.Select(folder => folder.LastError).FirstOrDefault(error => error is not null);

    public DateTimeOffset? ReadAt => Folders.Max(folder => folder.ReadAt);
}

/// <summary>Mail as the integrations page shows it: the mailboxes that are read, and what waits to go out.</summary>
public sealed record MailDesk(IReadOnlyList<MailboxCard> Mailboxes, SmtpSettings? Smtp, int Waiting, string? LastError)
{
    /// <summary>A mailbox is looked at every two minutes, or is tried again within five.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(10);

    public static async Task<MailDesk> ReadAsync(TrackerDb db, MailSettings settings, DateTimeOffset now, CancellationToken cancel)
    {
        var folders = await db.MailboxFolders.AsNoTracking().OrderBy(folder => folder.Folder).ToListAsync(cancel);
        var waiting = db.OutgoingMails.AsNoTracking().Where(mail => mail.NextAttemptAt != null);
        return new(
            [
                .. settings.Mailboxes.Select(mailbox =>
                {
                    var own = folders.FindAll(folder => folder.Mailbox == mailbox.Address);
                    return new MailboxCard(mailbox, own, own.Max(folder => folder.ReadAt) is { } read && now - read > s_late);
                }),
            ],
            settings.Smtp,
            await waiting.CountAsync(cancel),
            await waiting
                .Where(mail => mail.LastError != null)
                .OrderByDescending(mail => mail.Id)
                .Select(mail => mail.LastError)
                .FirstOrDefaultAsync(cancel)
        );
    }
}
