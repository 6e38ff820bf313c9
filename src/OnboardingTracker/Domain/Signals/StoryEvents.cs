using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Signals;

/// <summary>Picks, from everything that is known of an account, what happened in its present passage.</summary>
internal static class StoryEvents
{
    private static readonly Comparer<StoryEvent> s_order = Comparer<StoryEvent>.Create(StoryEvent.Compare);

    /// <summary>From when on signals belong to the present passage. Source: pipeline.md, "Order of signals": up to 24 hours before the entry.</summary>
    public static DateTimeOffset PassageFrom(StoryFacts facts) =>
        facts.State.PassageBeganAt is not { } beganAt ? DateTimeOffset.MinValue
        // What was said before an earlier passage ended belongs to that one.
        : facts.State.Passage > 1 ? beganAt
        : beganAt.AddHours(-facts.Policy.SignalsBeforeEntryHours);

    /// <summary>The events of the passage in order, those that a later signal withdrew left out.</summary>
    public static IReadOnlyList<StoryEvent> Read(StoryFacts facts, IReadOnlyList<Call> calls, IReadOnlyList<SubscriptionBook.Churn> churns)
    {
        var from = PassageFrom(facts);
        var events = new List<StoryEvent>();
        var refused = facts
            .Signals.Where(signal => signal.Kind == SignalKinds.EmailRefused)
            .Select(signal => signal.Fact.Mail?.MessageId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var signal in facts.Signals)
        {
            switch (signal.Kind)
            {
                case SignalKinds.EmailSent when IsOutreach(signal) && !refused.Contains(signal.Fact.Mail!.MessageId ?? ""):
                    Add(StoryEventKind.Sent, signal);
                    break;
                case SignalKinds.EmailReceived when IsReply(signal):
                    Add(StoryEventKind.Received, signal);
                    break;
                case SignalKinds.ConsultationPurchased when signal.IsEngagement != false:
                    Add(StoryEventKind.Purchased, signal);
                    break;
            }
        }
        foreach (var call in calls)
        {
            // One that was cancelled shows that they engaged, and moves nothing else.
            if (call is { Booking: { } booking })
                events.Add(new(StoryEventKind.Booked, booking.OccurredAt, booking.ReceivedAt, booking) { Call = call });
            if (call is { State: CallState.Completed, CompletedAt: { } completedAt })
                events.Add(new(StoryEventKind.Completed, completedAt, KnownAt(call, completedAt), call.Last) { Call = call });
        }
        foreach (var churn in churns.Where(churn => churn.TakenBackBy is null))
            events.Add(new(StoryEventKind.Churned, churn.At, churn.Ended.ReceivedAt, churn.Ended));
        foreach (var move in PipelineHistory.Effective(facts.History))
        {
            if (
                move.Passage == facts.State.Passage
                && move.Actor.Kind == ActorKind.Playbook
                && !PlaybookNames.BySignals.Contains(move.Actor.Name)
            )
                events.Add(new(StoryEventKind.MovedByRule, move.At, move.At, null) { To = move.To });
        }
        return [.. events.Where(e => e.At >= from).Order(s_order)];

        void Add(StoryEventKind kind, ReceivedSignal signal) => events.Add(new(kind, signal.OccurredAt, signal.ReceivedAt, signal));
    }

    /// <summary>The first engagement of the passage by signals; a call that was cancelled later counts as well as one that was held.</summary>
    public static Engagement? FirstEngagement(IReadOnlyList<StoryEvent> events) =>
        events.FirstOrDefault(e => e.IsEngagement) is { } first ? new(first.At, first.Words) : null;

    /// <summary>When the customer first wrote after the passage's first outreach, wherever the account was by then; null: they did not.</summary>
    /// <param name="contactedAt">When the account was moved to 2; the mail that did it was sent earlier, where there is one.</param>
    public static DateTimeOffset? FirstReply(IReadOnlyList<StoryEvent> events, DateTimeOffset? contactedAt)
    {
        var sentAt = events.FirstOrDefault(e => e.Kind == StoryEventKind.Sent)?.At;
        var from = contactedAt < sentAt ? contactedAt : sentAt ?? contactedAt;
        return events.FirstOrDefault(e => e.Kind == StoryEventKind.Received && e.At >= from)?.At;
    }

    /// <summary>A genuine reply whose sender we know, or what a person calls one.</summary>
    public static bool IsReply(ReceivedSignal signal) =>
        signal.IsEngagement ?? (signal.Fact.Mail is { Genuine: true, History: false } mail && mail.Proof != SenderProof.None);

    /// <summary>A mail of ours that opens a conversation, or was said to be an outreach.</summary>
    private static bool IsOutreach(ReceivedSignal signal) =>
        signal.Fact.Mail is { History: false } mail && (signal.IsEngagement ?? (mail.StartsConversation || mail.Purpose is not null));

    /// <summary>Whether a mail of ours in stage 5 is the final outreach, rather than one more mail on the way.</summary>
    public static bool IsFinalOutreach(ReceivedSignal sent) =>
        sent.IsEngagement == true
        || sent.Fact.Mail is { Purpose: MailPurpose.FinalOutreach }
        || sent.Fact.Mail is { Purpose: null, StartsConversation: true };

    private static DateTimeOffset KnownAt(Call call, DateTimeOffset completedAt) =>
        call.IsAssumed || call.Last.ReceivedAt < completedAt ? completedAt : call.Last.ReceivedAt;
}
