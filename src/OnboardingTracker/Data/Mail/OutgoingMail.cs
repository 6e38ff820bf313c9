using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>
/// A mail that was written here. Its row is written with the move that it makes; it goes out afterwards, at least once, and every time
/// with the same Message-ID.
/// </summary>
public sealed class OutgoingMail
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>Of the form that it was written in, so that a form that is sent twice is one mail.</summary>
    public string? FormKey { get; init; }

    /// <summary>Without angle brackets. Made before it is first sent.</summary>
    public required string MessageId { get; init; }

    /// <summary>What the recipient's answer carries back, besides the headers.</summary>
    public required string ReplyToken { get; init; }

    public required string From { get; init; }

    public string? FromName { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The Message-ID that it answers; null: it opens a conversation.</summary>
    public string? InReplyTo { get; init; }

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

public enum OutgoingMailState
{
    Queued,
    Sent,

    /// <summary>The server refused it for good.</summary>
    Refused,
}
