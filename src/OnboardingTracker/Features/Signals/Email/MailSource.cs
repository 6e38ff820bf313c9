using OnboardingTracker.Data;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>
/// Mail of the team's mailboxes, by IMAP or an inbound webhook. Whose mail it is, and whether it answers one of ours, only the database
/// knows: it is asked when the mail is worked, and asked again when the mail is worked again.
/// </summary>
internal sealed class MailSource(MailSettings settings) : ISignalSource
{
    public string Name => SignalSources.Mail;

    public async Task<SignalReading> ReadAsync(Delivery delivery, Policy policy, TrackerDb db, CancellationToken cancel)
    {
        var mail = MailReader.Read(delivery.Raw, settings.TeamDomains);
        if (delivery.SourceKind == MailArrivals.Postmark && mail.From is null && mail.To.Count == 0)
            throw new UnreadableSignalException("What Postmark sent is no mail.");
        if (mail.Kind == MailKind.Unreadable)
            throw new UnreadableSignalException(mail.Why);
        return MailFacts.Of(mail, await MailContext.LoadAsync(db, settings, mail, cancel), delivery);
    }
}
