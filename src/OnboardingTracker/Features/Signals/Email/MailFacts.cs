using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>What one mail says in our words. Pure: the same mail and the same knowledge give the same answer.</summary>
internal static class MailFacts
{
    private const int LongestText = 50_000;

    /// <summary>The Message-IDs that a mail answers, the nearest first.</summary>
    public static IReadOnlyList<string> Answered(ReadMail mail) =>
        [
            .. new[] { mail.Kind.IsReport() ? mail.ReportedMessageId : null, mail.InReplyTo }
                .Concat(mail.References.Reverse())
                .OfType<string>()
                .Select(MailIds.Normal)
                .Distinct(StringComparer.Ordinal),
        ];

    public static SignalReading Of(ReadMail mail, MailContext context, Delivery delivery)
    {
        if (mail.Kind == MailKind.Unreadable)
            throw new UnreadableSignalException(mail.Why);
        if (context.IsFromOutbox)
            return new SignalReading.Unused("sent from here, and known by that");
        if (context.Reports == ReportedOwnMail.OfTeam)
            return new SignalReading.Unused("a report about a mail of ours to the team");
        if (mail.Kind == MailKind.Bounce && IsOfOurs(mail, context))
            return Bounce(mail, context, delivery);
        if (mail.From is not { } from)
            return new SignalReading.Unused("it does not say who wrote it");
        var others = Others(mail, context);
        if (!context.IsOurs(from.Address))
            return Received(mail, context, delivery, from);
        if (others.Count == 0)
            return new SignalReading.Unused("between people of the team");
        if (mail.Kind != MailKind.Genuine)
            return new SignalReading.Unused($"an automatic mail of ours: {mail.Why}");
        return Sent(mail, context, delivery, from, others);
    }

    /// <summary>A person's mail to the customer. Anybody can write our address as the sender: only what is proven to be ours starts a conversation.</summary>
    private static SignalReading.Says Sent(ReadMail mail, MailContext context, Delivery delivery, MailAddress from, List<string> others)
    {
        var proof =
            MailArrivals.IsSent(delivery.SourceKind) ? SenderProof.Vouched
            : mail.DmarcVerdict(context.Settings.TrustedAuthservIds) == DmarcVerdict.Pass ? SenderProof.Dmarc
            : SenderProof.None;
        var answers = Answered(mail);
        return Says(
            SignalKinds.EmailSent,
            mail,
            delivery,
            new SignalAbout { Conversation = answers, Emails = others },
            Base(mail, delivery) with
            {
                From = from.Address,
                To = others,
                StartsConversation = answers.Count == 0 && proof != SenderProof.None,
                Proof = proof,
            }
        );
    }

    private static SignalReading.Says Received(ReadMail mail, MailContext context, Delivery delivery, MailAddress from)
    {
        var genuine = mail.Kind == MailKind.Genuine;
        var answers = Answered(mail);
        var proof =
            context.ByToken is not null || answers.Any(context.OurMessageIds.Contains) ? SenderProof.Conversation
            : context.FromIsContact && mail.DmarcVerdict(context.Settings.TrustedAuthservIds) == DmarcVerdict.Pass ? SenderProof.Dmarc
            : SenderProof.None;
        return Says(
            SignalKinds.EmailReceived,
            mail,
            delivery,
            new SignalAbout
            {
                Conversation = context.ByToken is { } ours ? [ours, .. answers.Where(id => id != ours)] : answers,
                Emails = [from.Address],
                Name = from.Name,
            },
            Base(mail, delivery) with
            {
                From = from.Address,
                To = [.. mail.To.Concat(mail.Cc).Select(to => to.Address).Distinct()],
                Genuine = genuine,
                Automatic = genuine ? null : Word(mail.Kind),
                Proof = proof,
            }
        );
    }

    private static SignalReading.Says Bounce(ReadMail mail, MailContext context, Delivery delivery)
    {
        var failed = mail.Bounces.Where(bounce => bounce.Permanent != false).Select(bounce => bounce.Address).Distinct().ToList();
        var said = mail.Bounces.Select(bounce => bounce.Diagnostic).FirstOrDefault(text => text is not null);
        return Says(
            SignalKinds.EmailBounced,
            mail,
            delivery,
            new SignalAbout { Conversation = Answered(mail), Emails = failed },
            Base(mail, delivery) with
            {
                From = mail.From?.Address,
                To = [.. mail.To.Select(to => to.Address).Distinct()],
                Genuine = false,
                Automatic = said is null ? Word(mail.Kind) : $"{Word(mail.Kind)}: {said}",
                FailedAddresses = failed,
            }
        );
    }

    /// <summary>A report about a mail that we never wrote is no bounce of ours: anybody can make one up. One that names no mail is taken at its word.</summary>
    private static bool IsOfOurs(ReadMail mail, MailContext context) =>
        mail.ReportedMessageId is not { } reported
        || context.ByToken is not null
        || context.Reports == ReportedOwnMail.OfAccount
        || context.OurMessageIds.Contains(MailIds.Normal(reported));

    private static List<string> Others(ReadMail mail, MailContext context) =>
        [
            .. mail
                .To.Concat(mail.Cc)
                .Select(to => to.Address)
                .Where(address => address.Contains('@', StringComparison.Ordinal) && !context.IsOurs(address))
                .Distinct(),
        ];

    private static SignalReading.Says Says(string kind, ReadMail mail, Delivery delivery, SignalAbout about, MailFact fact) =>
        new(
            new SignalFact
            {
                Kind = kind,
                // A clock that runs ahead, or a date made up, does not put a mail after its own arrival.
                OccurredAt = mail.Date is { } date && date < delivery.ReceivedAt ? date : delivery.ReceivedAt,
                About = about,
                Mail = fact,
            }
        );

    private static MailFact Base(ReadMail mail, Delivery delivery) =>
        new()
        {
            Subject = mail.Subject,
            MessageId = mail.MessageId is { } id ? MailIds.Normal(id) : null,
            InReplyTo = mail.InReplyTo is { } answered ? MailIds.Normal(answered) : null,
            History = MailArrivals.IsHistory(delivery.SourceKind),
            Text = mail.OwnText.Length <= LongestText ? mail.OwnText : mail.OwnText[..LongestText],
        };

    /// <summary>What it is, for people.</summary>
    private static string Word(MailKind kind) =>
        kind switch
        {
            MailKind.OutOfOffice => "out-of-office",
            MailKind.AutoReply => "automatic reply",
            MailKind.Bounce => "undeliverable",
            MailKind.DelayNotice => "delayed, still being tried",
            MailKind.DeliveryReport => "delivery report",
            MailKind.ReadReceipt => "read receipt",
            MailKind.Complaint => "marked as spam",
            MailKind.MailingList => "mailing list",
            MailKind.Bulk => "newsletter",
            MailKind.CalendarReply => "answer to an invitation",
            MailKind.TicketReceipt => "ticket receipt",
            MailKind.Challenge => "check whether the sender is human",
            _ => "automatic notice",
        };
}
