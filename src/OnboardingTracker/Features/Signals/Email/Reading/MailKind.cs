namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>What kind of mail it is. Only <see cref="Genuine"/> can be engagement: everything else was written by a machine, or to many people.</summary>
public enum MailKind
{
    /// <summary>A person wrote it, as far as anybody can tell.</summary>
    Genuine,

    /// <summary>An answer by a machine: "this is an automatic reply", "I no longer work here", "this mailbox is not read".</summary>
    AutoReply,

    /// <summary>An automatic answer that says somebody is away.</summary>
    OutOfOffice,

    /// <summary>A mail could not be delivered, and nobody will try again.</summary>
    Bounce,

    /// <summary>A mail is late; the server is still trying.</summary>
    DelayNotice,

    /// <summary>A server says that a mail was delivered or relayed.</summary>
    DeliveryReport,

    /// <summary>A mail was shown, or deleted unread.</summary>
    ReadReceipt,

    /// <summary>Somebody marked a mail as spam (a feedback report).</summary>
    Complaint,

    /// <summary>A post to a mailing list.</summary>
    MailingList,

    /// <summary>A newsletter or something else sent to many.</summary>
    Bulk,

    /// <summary>An answer to an invitation, or the end of one, made by a calendar.</summary>
    CalendarReply,

    /// <summary>A help desk says that it has got, changed or closed a request.</summary>
    TicketReceipt,

    /// <summary>A filter asks the sender to prove that they are human.</summary>
    Challenge,

    /// <summary>Another mail by a machine: a notice from an address that nobody reads, a subscription ended.</summary>
    Notification,

    /// <summary>The bytes could not be read as a mail; <see cref="ReadMail.Why"/> says why.</summary>
    Unreadable,
}
