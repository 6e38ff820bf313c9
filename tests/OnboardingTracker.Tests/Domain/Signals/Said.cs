using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>What customers and systems say, on days after the entry.</summary>
internal static class Said
{
    public static SignalFact Sent(double day, MailPurpose? purpose = null, bool starts = true, string? id = null) =>
        new()
        {
            Kind = SignalKinds.EmailSent,
            OccurredAt = Day(day),
            Mail = new()
            {
                From = "ann@example.com",
                Subject = "Hello",
                MessageId = id ?? $"sent-{day}",
                StartsConversation = starts,
                Purpose = purpose,
            },
        };

    public static SignalFact Refused(double day, string id) =>
        new()
        {
            Kind = SignalKinds.EmailRefused,
            OccurredAt = Day(day),
            Mail = new() { MessageId = id },
        };

    public static SignalFact Replied(double day, SenderProof proof = SenderProof.Conversation) =>
        new()
        {
            Kind = SignalKinds.EmailReceived,
            OccurredAt = Day(day),
            Mail = new()
            {
                From = "kim@acme.example",
                MessageId = $"reply-{day}",
                Proof = proof,
            },
        };

    public static SignalFact Automatic(double day) =>
        Replied(day) with
        {
            Mail = new()
            {
                From = "kim@acme.example",
                MessageId = $"auto-{day}",
                Proof = SenderProof.Conversation,
                Genuine = false,
                Automatic = "out of office",
            },
        };

    public static SignalFact Booked(double day, string call, double on, string? from = null, string? type = null) =>
        Call(SignalKinds.CallBooked, day, call, on, from, type);

    public static SignalFact Canceled(double day, string call, double on, bool rescheduled = false)
    {
        var fact = Call(SignalKinds.CallCanceled, day, call, on);
        return fact with { Call = fact.Call! with { Rescheduled = rescheduled } };
    }

    public static SignalFact NoShow(double day, string call, double on) => Call(SignalKinds.CallNoShow, day, call, on);

    public static SignalFact NoShowUnset(double day, string call, double on) => Call(SignalKinds.CallNoShowUnset, day, call, on);

    public static SignalFact Held(double day, string call, double on) => Call(SignalKinds.CallCompleted, day, call, on);

    public static SignalFact Bought(double day, string order = "1001") =>
        new()
        {
            Kind = SignalKinds.ConsultationPurchased,
            OccurredAt = Day(day),
            Purchase = new() { Order = order },
        };

    public static SignalFact Refunded(double day, string order = "1001", bool full = true) =>
        new()
        {
            Kind = SignalKinds.ConsultationRefunded,
            OccurredAt = Day(day),
            Purchase = new() { Order = order, Full = full },
        };

    public static SignalFact Subscribed(double day, string subscription) =>
        new()
        {
            Kind = SignalKinds.SubscriptionChanged,
            OccurredAt = Day(day),
            Subscription = new()
            {
                Subscription = subscription,
                Live = true,
                StartedAt = Day(day),
            },
        };

    public static SignalFact Ended(double day, string? subscription = null) =>
        new()
        {
            Kind = SignalKinds.SubscriptionEnded,
            OccurredAt = Day(day),
            Subscription = new() { Subscription = subscription, Live = false },
        };

    public static DateTimeOffset Day(double day) => SignalTeller.Entry.AddDays(day);

    private static SignalFact Call(string kind, double day, string call, double on, string? from = null, string? type = null) =>
        new()
        {
            Kind = kind,
            OccurredAt = Day(day),
            Call = new()
            {
                Call = call,
                RescheduledFrom = from,
                StartsAt = Day(on),
                EndsAt = Day(on).AddMinutes(30),
                EventType = type,
            },
        };
}
