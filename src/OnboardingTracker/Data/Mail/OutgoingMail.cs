using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>
/// A mail that goes out from here. Its row is written with what it belongs to, such as the move that it makes; it goes out afterwards, at
/// least once, and every time with the same Message-ID.
/// </summary>
public sealed class OutgoingMail
{
    public long Id { get; init; }

    public OutgoingMailKind Kind { get; init; }

    /// <summary>Null: it is about no account, or about several.</summary>
    public long? AccountId { get; init; }

    /// <summary>Of the form that it was written in, or of what the app tells by it, so that what is sent twice is one mail.</summary>
    public string? FormKey { get; init; }

    /// <summary>Without angle brackets. Made before it is first sent.</summary>
    public required string MessageId { get; init; }

    /// <summary>What the recipient's answer carries back, besides the headers; null: answers to it are none of the account's.</summary>
    public string? ReplyToken { get; init; }

    /// <summary>Where answers to a mail without a reply token go; null: to whom it is from.</summary>
    public string? ReplyTo { get; init; }

    public required string From { get; init; }

    public string? FromName { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The Message-ID that it answers; null: it opens a conversation.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>By what the recipient is spared such mail, in one click; null: nothing.</summary>
    public string? Unsubscribe { get; init; }

    public MailPurpose? Purpose { get; init; }

    /// <summary>What spoke against it when the person sent it all the same; null: nothing did.</summary>
    public string? SentAlthough { get; init; }

    public OutgoingMailState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public required Actor CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>What a mail that goes out from here is.</summary>
public enum OutgoingMailKind
{
    /// <summary>Written by a person to an account's contacts: a signal of the account, which it may move, as its answers may.</summary>
    Conversation,

    /// <summary>One notice to one member.</summary>
    Notice,

    /// <summary>A member's notices since the day before.</summary>
    Digest,

    /// <summary>What Sales is told of an account that is handed to it.</summary>
    HandOff,

    /// <summary>The question to a contact how the onboarding was. Neither it nor an answer by mail counts in the pipeline.</summary>
    Survey,
}

public enum OutgoingMailState
{
    Queued,
    Sent,

    /// <summary>The server refused it for good.</summary>
    Refused,

    /// <summary>Somebody took it back before it was sent.</summary>
    CalledOff,
}
