namespace OnboardingTracker.Features.Signals.Email.Outbox;

/// <summary>What became of an attempt to send a mail.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <param name="NotTo">Recipients that the server did not take, with its words; the others have the mail.</param>
    public sealed record Sent(IReadOnlyDictionary<string, string> NotTo, string? Note = null) : SendOutcome;

    /// <summary>It is final: the server will never take this mail.</summary>
    /// <param name="Recipients">Those that it refused by name.</param>
    public sealed record Refused(string Reason, IReadOnlyDictionary<string, string> Recipients) : SendOutcome;

    /// <summary>Not now: busy, away, cut off, or set up wrongly. A connection cut after the data may have sent it: the same Message-ID tells.</summary>
    public sealed record Later(string Reason) : SendOutcome;
}
