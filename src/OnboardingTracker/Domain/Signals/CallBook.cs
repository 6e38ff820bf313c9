using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Signals;

/// <summary>The calls that an account's signals tell of, each in its present state, whatever order the signals came in.</summary>
public static class CallBook
{
    /// <summary>A booking that names no end is taken to last this long.</summary>
    private static readonly TimeSpan s_usualLength = TimeSpan.FromHours(1);

    /// <summary>The calls of event types that count, in the order of their start.</summary>
    public static IReadOnlyList<Call> Read(IEnumerable<ReceivedSignal> signals, Policy policy, DateTimeOffset now)
    {
        var ofCalls = signals.Where(signal => signal.Fact.Call is not null && signal.IsEngagement != false).Order(s_order).ToList();
        var chains = Chains(ofCalls);
        return
        [
            .. ofCalls
                .GroupBy(signal => chains[signal.Fact.Call!.Call], StringComparer.Ordinal)
                .Select(chain => Read([.. chain], policy, now))
                .Where(call => Counts(call.EventType, policy) || call.EventTypeAlso.Any(also => Counts(also, policy)))
                .OrderBy(call => call.StartsAt ?? call.Last.OccurredAt)
                .ThenBy(call => call.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>When the next of these calls will be taken as held, if nothing more is heard; null: none will.</summary>
    public static DateTimeOffset? NextAssumption(IEnumerable<Call> calls, Policy policy) =>
        calls.Where(call => call.State == CallState.Booked).Select(call => HeldAt(call.StartsAt, call.EndsAt, policy)).Min();

    /// <summary>Whether calls of this kind count; a call whose kind is not known does.</summary>
    public static bool Counts(string? eventType, Policy policy) =>
        policy.CallEventTypes.Count == 0
        || eventType is null
        || policy.CallEventTypes.Contains(eventType, StringComparer.OrdinalIgnoreCase);

    private static readonly Comparer<ReceivedSignal> s_order = Comparer<ReceivedSignal>.Create(ReceivedSignal.Compare);

    /// <summary>By booking id, the id that stands for the whole chain of rescheduled bookings it belongs to.</summary>
    private static Dictionary<string, string> Chains(List<ReceivedSignal> signals)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in signals.Select(signal => signal.Fact.Call!))
        {
            parents.TryAdd(call.Call, call.Call);
            if (call.RescheduledFrom is not { } former)
                continue;
            parents.TryAdd(former, former);
            var (one, other) = (Root(former), Root(call.Call));
            // The smaller id stands for both: whichever link is read first.
            if (string.CompareOrdinal(one, other) < 0)
                parents[other] = one;
            else
                parents[one] = other;
        }
        return parents.Keys.ToDictionary(id => id, Root, StringComparer.Ordinal);

        string Root(string id)
        {
            while (parents[id] != id)
                id = parents[id];
            return id;
        }
    }

    private static Call Read(IReadOnlyList<ReceivedSignal> chain, Policy policy, DateTimeOffset now)
    {
        // A booking that another one replaced says no more about when the call is, nor does a cancellation only to book anew.
        var replaced = chain.Select(signal => signal.Fact.Call!.RescheduledFrom).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var bookings = chain.Where(signal => signal.Kind == SignalKinds.CallBooked).ToList();
        var booking = bookings.LastOrDefault(signal => !replaced.Contains(signal.Fact.Call!.Call)) ?? bookings.LastOrDefault();
        var said = chain.Where(signal => !(signal.Kind == SignalKinds.CallCanceled && signal.Fact.Call!.Rescheduled)).ToList();
        var details = booking ?? chain[^1];
        var startsAt = details.Fact.Call!.StartsAt ?? Latest(chain, call => call.StartsAt);
        var endsAt = details.Fact.Call!.EndsAt ?? (startsAt is null ? Latest(chain, call => call.EndsAt) : null);
        var call = new Call
        {
            Id = details.Fact.Call!.Call,
            State = CallState.Booked,
            BookedAt = bookings.FirstOrDefault()?.OccurredAt,
            StartsAt = startsAt,
            EndsAt = endsAt,
            Link = details.Fact.Call!.Link,
            Host = details.Fact.Call!.Host,
            With = details.Fact.Call!.With,
            EventType =
                details.Fact.Call!.EventType ?? chain.Select(signal => signal.Fact.Call!.EventType).LastOrDefault(type => type is not null),
            EventTypeAlso = [.. chain.SelectMany(signal => signal.Fact.Call!.EventTypeAlso).Distinct()],
            Booking = bookings.FirstOrDefault(),
            Last = details,
        };
        var heldAt = HeldAt(startsAt, endsAt, policy);
        foreach (var signal in said)
            call = After(call, signal, heldAt, replaced);
        return call.State == CallState.Booked && heldAt <= now ? Assumed(call, heldAt.Value) : call;
    }

    private static Call After(Call call, ReceivedSignal signal, DateTimeOffset? heldAt, HashSet<string> replaced) =>
        signal.Kind switch
        {
            SignalKinds.CallBooked when call.State is CallState.Canceled => call with
            {
                State = CallState.Booked,
                WithdrawnAt = null,
                Last = signal,
            },
            // What became of a booking that was replaced is told by the one that replaced it.
            SignalKinds.CallCanceled when replaced.Contains(signal.Fact.Call!.Call) => call,
            SignalKinds.CallCanceled when call.State is CallState.Completed => call,
            // A call that has been taken as held is not called off afterwards; what is meant then is a no-show.
            SignalKinds.CallCanceled when heldAt <= signal.OccurredAt => call,
            SignalKinds.CallCanceled => call with { State = CallState.Canceled, WithdrawnAt = signal.OccurredAt, Last = signal },
            SignalKinds.CallNoShow => call with
            {
                State = CallState.NoShow,
                WithdrawnAt = signal.OccurredAt,
                CompletedAt = null,
                Last = signal,
            },
            SignalKinds.CallNoShowUnset when call.State is CallState.NoShow => call with
            {
                State = CallState.Booked,
                WithdrawnAt = null,
                Last = signal,
            },
            SignalKinds.CallCompleted => call with
            {
                State = CallState.Completed,
                CompletedAt = signal.OccurredAt,
                IsAssumed = false,
                WithdrawnAt = null,
                Last = signal,
            },
            _ => call,
        };

    private static Call Assumed(Call call, DateTimeOffset heldAt) =>
        call with
        {
            State = CallState.Completed,
            CompletedAt = heldAt,
            IsAssumed = true,
        };

    private static DateTimeOffset? HeldAt(DateTimeOffset? startsAt, DateTimeOffset? endsAt, Policy policy) =>
        (endsAt ?? startsAt + s_usualLength) + TimeSpan.FromHours(policy.CallAssumedHeldAfterHours);

    private static DateTimeOffset? Latest(IReadOnlyList<ReceivedSignal> chain, Func<CallFact, DateTimeOffset?> value) =>
        chain.Select(signal => value(signal.Fact.Call!)).LastOrDefault(at => at is not null);
}
