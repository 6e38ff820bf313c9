namespace OnboardingTracker.Domain.Signals;

/// <summary>A fact as the pipeline sees it: which signal said it, and when that arrived here.</summary>
/// <param name="SignalId">The signal's id, which the evidence of a move names.</param>
/// <param name="ReceivedAt">When it arrived; a signal that arrived before a person's last move never moves the account again.</param>
public sealed record ReceivedSignal(long SignalId, DateTimeOffset ReceivedAt, SignalFact Fact)
{
    /// <summary>A person said that it is none, or is one, whatever it looks like; null: nobody did.</summary>
    public bool? IsEngagement { get; init; }

    public string Kind => Fact.Kind;

    public DateTimeOffset OccurredAt => Fact.OccurredAt;

    /// <summary>Signals in the order in which they count. Source: pipeline.md, "Order of signals".</summary>
    public static int Compare(ReceivedSignal one, ReceivedSignal other)
    {
        var byTime = one.OccurredAt.CompareTo(other.OccurredAt);
        if (byTime != 0)
            return byTime;
        var byKind = Rank(one.Kind).CompareTo(Rank(other.Kind));
        return byKind != 0 ? byKind : string.CompareOrdinal(Identity(one), Identity(other));
    }

    private static int Rank(string kind) =>
        kind switch
        {
            SignalKinds.EmailSent => 0,
            SignalKinds.EmailReceived => 1,
            SignalKinds.CallBooked => 2,
            SignalKinds.CallCompleted => 3,
            _ => 4,
        };

    /// <summary>Of what happened at the very same moment, an order that does not depend on which arrived first.</summary>
    private static string Identity(ReceivedSignal signal) =>
        $"{signal.Kind} {signal.Fact.Call?.Call ?? signal.Fact.Mail?.MessageId ?? signal.Fact.Subscription?.Subscription ?? signal.Fact.Purchase?.Order}";
}
