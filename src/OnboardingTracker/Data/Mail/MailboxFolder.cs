namespace OnboardingTracker.Data.Mail;

/// <summary>How far one folder of a mailbox was read. Of mail that is none of ours, this position is all that is kept.</summary>
public sealed class MailboxFolder
{
    /// <summary>The mailbox's address.</summary>
    public required string Mailbox { get; init; }

    public required string Folder { get; init; }

    /// <summary>While it stays the same, so does the meaning of the numbers.</summary>
    public long UidValidity { get; set; }

    /// <summary>When it was first read. What arrived before is history: shown, and moves nothing.</summary>
    public DateTimeOffset ConnectedAt { get; init; }

    /// <summary>The last message that was looked at; 0: none.</summary>
    public long LastUid { get; set; }

    /// <summary>When it was last looked at without a failure.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Mail taken in.</summary>
    public long Taken { get; set; }

    /// <summary>Mail that the server could not give us, and that was passed over.</summary>
    public long SetAside { get; set; }

    public string? LastError { get; set; }
}
