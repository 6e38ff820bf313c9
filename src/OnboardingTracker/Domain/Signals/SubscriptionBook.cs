namespace OnboardingTracker.Domain.Signals;

/// <summary>When an account churned: the moments at which its last live subscription ended. Source: pipeline.md, <c>churned</c>.</summary>
public static class SubscriptionBook
{
    /// <summary>An end of the last live subscription, and the new one that took it back where there is one.</summary>
    /// <param name="At">When it ended.</param>
    /// <param name="Ended">The signal that said so.</param>
    /// <param name="TakenBackBy">The signal of a subscription that began within the policy's days after it.</param>
    /// <param name="BackAt">When the next one began, however late; null: none has.</param>
    public sealed record Churn(DateTimeOffset At, ReceivedSignal Ended, ReceivedSignal? TakenBackBy, DateTimeOffset? BackAt);

    /// <summary>Each subscription's own story is read first, so that neither order nor repetition of the signals matters.</summary>
    /// <param name="takenBackWithin">A subscription that begins this soon after the end is a change of plan, or second thoughts.</param>
    public static IReadOnlyList<Churn> Read(IEnumerable<ReceivedSignal> signals, TimeSpan takenBackWithin)
    {
        var lives = signals
            .Where(signal => signal.IsEngagement != false && Names(signal) is not null)
            .OrderBy(signal => signal, Comparer<ReceivedSignal>.Create(ReceivedSignal.Compare))
            .GroupBy(signal => (Source(signal), Names(signal)!))
            .Where(subscription => !subscription.All(NeverBegan))
            .Select(subscription => Life([.. subscription]))
            .ToList();
        var churns = new List<Churn>();
        foreach (var (beganAt, _, ended) in lives.OrderBy(life => life.Ended?.OccurredAt))
        {
            if (ended is null)
                continue;
            var at = ended.OccurredAt;
            // Another one that lives through this moment: it was not the last.
            if (lives.Any(other => other.Ended != ended && other.BeganAt <= at && (other.Ended is null || other.Ended.OccurredAt > at)))
                continue;
            var later = lives.FindAll(other => other.BeganAt > at);
            if (later.Count == 0)
            {
                churns.Add(new(at, ended, null, null));
                continue;
            }
            var next = later.MinBy(other => other.BeganAt);
            churns.Add(new(at, ended, next.BeganAt <= at + takenBackWithin ? next.Began : null, next.BeganAt));
        }
        return churns;
    }

    /// <summary>Its first payment never came: it neither lives nor ends.</summary>
    private static bool NeverBegan(ReceivedSignal signal) => signal.Fact.Subscription is { Status: "incomplete" or "incomplete_expired" };

    /// <summary>When it began, as far as is known, the signal that tells of that, and the signal of its end.</summary>
    private static (DateTimeOffset BeganAt, ReceivedSignal? Began, ReceivedSignal? Ended) Life(IReadOnlyList<ReceivedSignal> signals)
    {
        var alive = signals.FirstOrDefault(IsAlive);
        var startedAt = signals.Select(signal => signal.Fact.Subscription?.StartedAt).FirstOrDefault(at => at is not null);
        var ended = signals.LastOrDefault(signal => signal.Kind == SignalKinds.SubscriptionEnded);
        // A subscription that lives again after its end was said: some senders let one be resumed.
        if (ended is not null && signals.Any(signal => IsAlive(signal) && signal.OccurredAt > ended.OccurredAt))
            ended = null;
        // Of one of which only the end is known, the beginning lies before everything.
        var beganAt = startedAt ?? (alive is not null && ended != signals[0] ? alive.OccurredAt : DateTimeOffset.MinValue);
        return (beganAt, alive, ended);
    }

    /// <summary>A subscription's bill shows that it lives as well as its own signals do; a last bill may come after its end.</summary>
    private static bool IsAlive(ReceivedSignal signal) =>
        signal.Kind == SignalKinds.SubscriptionChanged
            ? signal.Fact.Subscription is { Live: true }
            : signal.Kind == SignalKinds.InvoiceUpcoming;

    private static string? Names(ReceivedSignal signal) =>
        signal.Kind switch
        {
            SignalKinds.SubscriptionChanged or SignalKinds.SubscriptionEnded => signal.Fact.Subscription?.Subscription ?? "",
            SignalKinds.InvoiceUpcoming => signal.Fact.Invoice?.Subscription,
            _ => null,
        };

    private static string Source(ReceivedSignal signal) => signal.Fact.About.BillingCustomerId ?? "";
}
