using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// One fact that arrived from outside, stored once, as received, before it was acknowledged. Unique by its source and its id there.
/// </summary>
public sealed class Signal
{
    public long Id { get; init; }

    /// <summary>One of <see cref="SignalSources"/>, or the name that a caller of the API gave itself.</summary>
    public required string Source { get; init; }

    public required string SourceId { get; init; }

    /// <summary>What its sender calls it: "invoice.paid".</summary>
    public required string SourceKind { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Exactly what arrived; null once the policy's days are over.</summary>
    public byte[]? Raw { get; set; }

    public SignalState State { get; set; }

    /// <summary>When it happened, as far as it could be read when it arrived; then by its fact.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>One of <see cref="SignalKinds"/>; null: not read yet, or of no use.</summary>
    public string? Kind { get; set; }

    /// <summary>What it says in our words; null: not read yet, or of no use.</summary>
    public SignalFact? Fact { get; set; }

    /// <summary>The order, call or billing customer that it is about, as its fact says; kept by the database.</summary>
    public string? Topic { get; private set; }

    public long? AccountId { get; set; }

    public Account? Account { get; private set; }

    /// <summary>Why it is in this state, for people: by what it found its account, why it is of no use, which accounts fit.</summary>
    public string? Note { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is worked again; null: it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? WorkedAt { get; set; }

    /// <summary>Who gave it its account, where it did not find it by itself.</summary>
    public Actor? AssignedBy { get; set; }

    /// <summary>
    /// While it waits for an account: by what it could find one, so that an account that comes to fit finds it (<see cref="WaitingSignals"/>).
    /// </summary>
    public string[]? SenderKeys { get; set; }

    /// <summary>A person's word on whether this is engagement; null: what it looks like counts.</summary>
    public bool? IsEngagement { get; set; }

    public Actor? CorrectedBy { get; set; }

    public DateTimeOffset? CorrectedAt { get; set; }
}
