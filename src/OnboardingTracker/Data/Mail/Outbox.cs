using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>
/// Writes a mail down together with what it does to its account: the row, the signal of it, and the move that this makes, are one
/// transaction. It goes out afterwards. So is a final refusal, which takes the move back. Of mail that is no conversation
/// (<see cref="OwnMails"/>) it only notes what became of it.
/// </summary>
public sealed class Outbox(TrackerDb db, SignalInbox inbox, SignalEffects effects, TimeProvider time)
{
    /// <summary>Written down again with the same form's key, it is the same mail.</summary>
    public Task<QueuedMail> QueueAsync(MailToSend mail, CancellationToken cancel = default) =>
        WriteClash.RepeatAsync(db, () => TryQueueAsync(mail, cancel));

    /// <summary>The server took it.</summary>
    /// <param name="refused">Recipients that it did not take, with what it said; the others have it.</param>
    /// <param name="note">What else is to be known of it, for people.</param>
    public Task SentAsync(long mailId, IReadOnlyDictionary<string, string> refused, string? note, CancellationToken cancel = default) =>
        FinishAsync(
            mailId,
            refused,
            (mail, now) =>
            {
                mail.State = OutgoingMailState.Sent;
                mail.SentAt = now;
                mail.LastError = refused.Count == 0 ? note : Cut($"Not to {string.Join("; ", refused.Select(r => $"{r.Key}: {r.Value}"))}");
            },
            cancel
        );

    /// <summary>The server refused it for good: it was never sent, and the account goes back to where it was.</summary>
    public Task RefusedAsync(long mailId, string reason, IReadOnlyDictionary<string, string> refused, CancellationToken cancel = default) =>
        FinishAsync(
            mailId,
            refused,
            (mail, _) =>
            {
                mail.State = OutgoingMailState.Refused;
                mail.LastError = Cut(reason);
            },
            cancel
        );

    /// <summary>It could not be sent now.</summary>
    public async Task FailedAsync(long mailId, string reason, DateTimeOffset nextAttemptAt, CancellationToken cancel = default)
    {
        db.ChangeTracker.Clear();
        var mail = await db.OutgoingMails.SingleAsync(m => m.Id == mailId, cancel);
        mail.Attempts++;
        mail.LastError = Cut(reason);
        mail.NextAttemptAt = nextAttemptAt;
        await db.SaveChangesAsync(cancel);
    }

    private async Task<QueuedMail> TryQueueAsync(MailToSend mail, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var npgsql = (NpgsqlTransaction)transaction.GetDbTransaction();
        await AdvisoryLock.TakeAsync(npgsql, AccountStory.LockOf(mail.AccountId), cancel);
        var known = await db.OutgoingMails.Where(m => m.FormKey == mail.FormKey).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancel);
        if (known is { } mailId)
            return new(mailId, false);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var row = new OutgoingMail
        {
            AccountId = mail.AccountId,
            FormKey = mail.FormKey,
            MessageId = OutgoingIds.MessageId(mail.From[(mail.From.LastIndexOf('@') + 1)..], context.Now),
            ReplyToken = OutgoingIds.ReplyToken(),
            From = mail.From,
            FromName = mail.FromName,
            To = mail.To,
            Subject = mail.Subject,
            Text = mail.Text,
            Purpose = mail.Purpose,
            SentAlthough = mail.SentAlthough,
            CreatedBy = mail.Actor,
            CreatedAt = context.Now,
            NextAttemptAt = context.Now,
        };
        db.OutgoingMails.Add(row);
        await db.SaveChangesAsync(cancel);
        await WorkAsync(npgsql, row, row.MessageId, Sent(row), context, cancel);
        await transaction.CommitAsync(cancel);
        return new(row.Id, true);
    }

    private Task<bool> FinishAsync(
        long mailId,
        IReadOnlyDictionary<string, string> refused,
        Action<OutgoingMail, DateTimeOffset> finish,
        CancellationToken cancel
    ) => WriteClash.RepeatAsync(db, () => TryFinishAsync(mailId, refused, finish, cancel));

    /// <returns>Whether it was still to be finished.</returns>
    private async Task<bool> TryFinishAsync(
        long mailId,
        IReadOnlyDictionary<string, string> refused,
        Action<OutgoingMail, DateTimeOffset> finish,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var npgsql = (NpgsqlTransaction)transaction.GetDbTransaction();
        var mail = await db.OutgoingMails.SingleAsync(m => m.Id == mailId, cancel);
        if (mail.State != OutgoingMailState.Queued)
            return false;
        var isConversation = mail.Kind == OutgoingMailKind.Conversation;
        if (isConversation)
            await AdvisoryLock.TakeAsync(npgsql, AccountStory.LockOf(mail.AccountId!.Value), cancel);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        finish(mail, context.Now);
        mail.Attempts++;
        mail.NextAttemptAt = null;
        await db.SaveChangesAsync(cancel);
        if (mail.Kind == OutgoingMailKind.Survey)
            await SurveyLinks.ForgetAsync(db, mail.Id, cancel);
        if (isConversation && mail.State == OutgoingMailState.Refused)
            await WorkAsync(npgsql, mail, $"{mail.MessageId}/refused", Refused(mail, context.Now), context, cancel);
        foreach (var (address, said) in isConversation ? refused : new Dictionary<string, string>())
            await WorkAsync(npgsql, mail, $"{mail.MessageId}/{address}", Bounced(mail, address, said, context.Now), context, cancel);
        if (mail.AccountId is { } accountId)
            await LiveChannel.NotifyAsync(npgsql.Connection!, npgsql, LiveChannel.Payload("accounts", accountId), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Stores what happened as a signal and works it at once, in the caller's transaction, which holds the account.</summary>
    private async Task WorkAsync(
        NpgsqlTransaction transaction,
        OutgoingMail mail,
        string sourceId,
        SignalFact fact,
        RunContext context,
        CancellationToken cancel
    )
    {
        var stored = await inbox.StoreAsync(transaction, IncomingSignal.Of(SignalSources.Outbox, sourceId, fact), cancel);
        var signal = await db.Signals.SingleAsync(s => s.Id == stored.SignalId, cancel);
        signal.Fact = fact;
        signal.Kind = fact.Kind;
        signal.AccountId = mail.AccountId;
        signal.Note = "written here";
        signal.State = SignalState.Worked;
        signal.WorkedAt = context.Now;
        signal.Attempts = 1;
        signal.NextAttemptAt = null;
        await db.SaveChangesAsync(cancel);
        await effects.ApplyAsync(signal, context, cancel);
    }

    private static SignalFact Sent(OutgoingMail mail) =>
        Fact(
            SignalKinds.EmailSent,
            mail,
            mail.CreatedAt,
            Base(mail) with
            {
                StartsConversation = mail.InReplyTo is null,
                Purpose = mail.Purpose,
                Proof = SenderProof.Vouched,
                Text = mail.Text,
            }
        );

    private static SignalFact Refused(OutgoingMail mail, DateTimeOffset now) =>
        Fact(SignalKinds.EmailRefused, mail, now, Base(mail) with { Genuine = false, Automatic = mail.LastError });

    private static SignalFact Bounced(OutgoingMail mail, string address, string said, DateTimeOffset now) =>
        Fact(SignalKinds.EmailBounced, mail, now, Base(mail) with { Genuine = false, Automatic = said, FailedAddresses = [address] });

    private static MailFact Base(OutgoingMail mail) =>
        new()
        {
            From = mail.From,
            To = mail.To,
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            InReplyTo = mail.InReplyTo,
        };

    private static SignalFact Fact(string kind, OutgoingMail mail, DateTimeOffset at, MailFact fact) =>
        new()
        {
            Kind = kind,
            OccurredAt = at,
            About = new SignalAbout { Conversation = [mail.MessageId], Emails = mail.To },
            Mail = fact,
        };

    private static string Cut(string text) => text.Length <= 2000 ? text : text[..2000];
}
