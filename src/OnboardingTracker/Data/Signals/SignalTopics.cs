using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// What signals of one source share: an order, a call, a billing customer. What is said of it later belongs to the same account, even
/// where it names nobody, as a refund does; and in whatever order it comes.
/// </summary>
public sealed class SignalTopics(TrackerDb db, TimeProvider time)
{
    /// <summary>As the database cuts it.</summary>
    public const int Longest = 400;

    /// <summary>Held by who works a signal of it: of two at once, the second finds what the first has found.</summary>
    public static string? LockOf(Signal signal) =>
        Of(signal.Fact!) is [var first, ..] ? $"signals of {signal.Source} {first}"
        : signal.Fact!.About.BillingCustomerId is { } customer ? $"signals of {signal.Source} {customer}"
        : null;

    /// <summary>The order or the call that it is about; of a rescheduled call also the one before.</summary>
    public static IReadOnlyList<string> Of(SignalFact fact)
    {
        string?[] topics = fact.Purchase is { } purchase ? [purchase.Order] : [fact.Call?.Call, fact.Call?.RescheduledFrom];
        return [.. topics.OfType<string>().Select(Cut)];
    }

    /// <summary>Signals that found no account and are about the same as this one, which has: the sweep works them once more.</summary>
    public async Task WakeAsync(Signal signal, CancellationToken cancel = default)
    {
        IReadOnlyList<string> topics =
            Of(signal.Fact!) is { Count: > 0 } named ? named
            : signal.Fact!.About.BillingCustomerId is { } customer ? [Cut(customer)]
            : [];
        if (topics.Count == 0)
            return;
        var now = time.GetUtcNow();
        await db
            .Signals.Where(s => s.Source == signal.Source && topics.Contains(s.Topic!) && s.State == SignalState.Unmatched)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SignalState.Received).SetProperty(s => s.NextAttemptAt, now), cancel);
    }

    internal static string Cut(string topic) => topic.Length <= Longest ? topic : topic[..Longest];
}
