using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>What a mail of one purpose begins with. Four are shipped; a lead changes their words.</summary>
public sealed class MailTemplate
{
    public required MailPurpose Purpose { get; init; }

    /// <summary>Liquid.</summary>
    public required string Subject { get; set; }

    /// <summary>Liquid; plain text.</summary>
    public required string Body { get; set; }

    public DateTimeOffset? ChangedAt { get; set; }

    public Actor? ChangedBy { get; set; }

    /// <summary>Changes with every write; of two people at once the second is told.</summary>
    public uint RowVersion { get; private set; }
}
