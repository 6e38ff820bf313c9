using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Signals;

/// <summary>What a person made of one signal, and when. Never edited or deleted: a correction back is a further one.</summary>
public sealed class SignalCorrection
{
    public long Id { get; init; }

    public long SignalId { get; init; }

    public DateTimeOffset At { get; init; }

    public required Actor Actor { get; init; }

    public required CorrectionKind Kind { get; init; }

    /// <summary>Where it belonged before; null: to no account.</summary>
    public long? FromAccountId { get; init; }

    /// <summary>Where it belongs since.</summary>
    public long? ToAccountId { get; init; }
}

public enum CorrectionKind
{
    Engagement,
    NotEngagement,

    /// <summary>The person's word was withdrawn: what it looks like counts again.</summary>
    AsItLooks,
    OtherAccount,

    /// <summary>It had found no account, and was given one.</summary>
    Assigned,
    Dismissed,
}
