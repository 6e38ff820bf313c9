using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>Stores a mail from a mailbox as a signal, once, whichever folder it is seen in first.</summary>
internal sealed class MailIntake(TrackerDb db, SignalIntake intake)
{
    public const string ContentType = "message/rfc822";

    public static IncomingSignal Signal(byte[] raw, ReadMail mail, string arrival) =>
        new(SignalSources.Mail, MailIds.SourceId(mail.MessageId, raw), arrival, mail.Date, raw, ContentType);

    public async Task<StoredSignal> TakeAsync(byte[] raw, ReadMail mail, string arrival, CancellationToken cancel)
    {
        var stored = await intake.TakeAsync(Signal(raw, mail, arrival), cancel);
        // Seen before where anybody could have put it: the Sent folder proves that it is ours, and it is worked once more.
        if (!stored.IsNew && MailArrivals.IsSent(arrival))
            await db
                .Signals.Where(s => s.Id == stored.SignalId && s.Raw != null)
                .Where(s => s.SourceKind == MailArrivals.Inbox || s.SourceKind == MailArrivals.Postmark)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(s => s.SourceKind, arrival)
                            .SetProperty(s => s.State, SignalState.Received)
                            .SetProperty(s => s.NextAttemptAt, s => s.ReceivedAt),
                    cancel
                );
        return stored;
    }
}
