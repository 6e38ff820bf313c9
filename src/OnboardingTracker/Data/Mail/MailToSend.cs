using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>A mail as a person wrote it.</summary>
public sealed record MailToSend
{
    public required long AccountId { get; init; }

    /// <summary>Of the form that it was written in: pressed twice, it is sent once.</summary>
    public required string FormKey { get; init; }

    public required string From { get; init; }

    public string? FromName { get; init; }

    /// <summary>Lower case.</summary>
    public required IReadOnlyList<string> To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required MailPurpose Purpose { get; init; }

    /// <summary>What spoke against it, and the person sent it in spite of; null: nothing did.</summary>
    public string? SentAlthough { get; init; }

    public required Actor Actor { get; init; }
}

/// <param name="IsNew">False: this form was sent before.</param>
public sealed record QueuedMail(long MailId, bool IsNew);
