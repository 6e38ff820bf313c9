using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Mail;

/// <summary>
/// Writes mail of the app's own down, in the caller's transaction: it goes out once that is committed, and not at all otherwise. From then
/// on it is sent as the outbox sends: at least once, with one Message-ID, tried for three days.
/// </summary>
public sealed class OwnMails(TrackerDb db, OwnMailSettings settings, TimeProvider time)
{
    /// <summary>Said on the live channel with the commit: workers send what waits.</summary>
    public const string Topic = "outbox";

    private const int LongestSubject = 500;

    public bool CanSend => settings.CanSend;

    /// <returns>Null: no mail server is set, and nothing is kept for the day on which there is one.</returns>
    public async Task<QueuedMail?> QueueAsync(OwnMail mail, CancellationToken cancel = default)
    {
        if (settings.From is not { } from)
            return null;
        if (mail.Kind == OutgoingMailKind.Conversation)
            throw new ArgumentException("A conversation is the Outbox's: it is a signal of its account.", nameof(mail));
        var now = time.GetUtcNow();
        var (kind, state) = (AccountDetails.Code(mail.Kind), AccountDetails.Code(OutgoingMailState.Queued));
        var messageId = OutgoingIds.MessageId(from[(from.LastIndexOf('@') + 1)..], now);
        var (to, actor) = (mail.To.ToArray(), mail.Actor.ToString());
        var written = await db
            .Database.SqlQuery<long>(
                $"""
                insert into outgoing_mails (kind, account_id, form_key, message_id, reply_to, "from", from_name, "to", subject, text,
                    unsubscribe, state, attempts, next_attempt_at, created_by, created_at)
                values ({kind}, {mail.AccountId}, {mail.Key}, {messageId}, {mail.ReplyTo}, {from}, 'OnboardingTracker', {to},
                    {OneLine(mail.Subject)}, {mail.Text}, {mail.Unsubscribe}, {state}, 0, {now}, {actor}, {now})
                on conflict (form_key) do nothing
                returning id as "Value"
                """
            )
            .ToListAsync(cancel);
        if (written is not [var id])
            return new(await db.OutgoingMails.Where(m => m.FormKey == mail.Key).Select(m => m.Id).SingleAsync(cancel), false);
        // Equal messages of one transaction arrive once.
        await LiveChannel.NotifyAsync(db, Topic, cancel);
        return new(id, true);
    }

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestSubject ? line : line[..(LongestSubject - 1)] + "…";
    }
}
