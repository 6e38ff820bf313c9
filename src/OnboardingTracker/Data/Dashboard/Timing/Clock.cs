using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How long an account in work has been quiet, and what pauses that. What counts is said by <see cref="ClockSql"/>.</summary>
public sealed class Clock
{
    public long AccountId { get; init; }

    public required string Stage { get; init; }

    public int? OwnerId { get; init; }

    /// <summary>The last thing that a person of the team or of the customer did.</summary>
    public DateTimeOffset EventAt { get; init; }

    public required string Event { get; init; }

    /// <summary>When the last pause ends or ended; null: there was none.</summary>
    public DateTimeOffset? PauseAt { get; init; }

    public string? Pause { get; init; }

    public string? PauseTitle { get; init; }

    /// <summary>Whether it stands still at the moment; a task due the day after a past day's end pauses it on that day.</summary>
    public bool IsPaused(AsOf asOf) => PauseAt > asOf.Run.Now;

    /// <summary>Since when it runs: the last event, or the pause that ended later.</summary>
    public DateTimeOffset Since(AsOf asOf) => PauseAt is { } ended && ended > EventAt && !IsPaused(asOf) ? ended : EventAt;

    public TimeSpan Quiet(AsOf asOf) => asOf.Until > Since(asOf) ? asOf.Until - Since(asOf) : TimeSpan.Zero;

    /// <summary>What was when it began to run.</summary>
    public string SinceWords(AsOf asOf)
    {
        if (Since(asOf) != EventAt)
            return Pause == "call" ? CallWasToBeHeld : $"the task “{PauseTitle}” was due";
        return EventWords.GetValueOrDefault(Event, Event);
    }

    internal const string CallWasToBeHeld = "a call was to be held";

    internal const string BookedCall = "a booked call";

    /// <summary>What each kind of event is called.</summary>
    internal static IReadOnlyDictionary<string, string> EventWords { get; } =
        new Dictionary<string, string>
        {
            ["began"] = "the passage began",
            ["move"] = "moved by a person",
            ["task"] = "a task was changed",
            ["paymentRisk"] = "the payment risk was assessed",
            ["detail"] = "a detail was edited",
            ["checklist"] = "the audit was worked on",
            ["note"] = "a note was written",
            [SignalKinds.EmailSent] = "we wrote",
            [SignalKinds.EmailReceived] = "they wrote",
            [SignalKinds.CallBooked] = "a call was booked",
            [SignalKinds.CallCanceled] = "a call was cancelled",
            [SignalKinds.CallNoShow] = "nobody came to a call",
            [SignalKinds.CallNoShowUnset] = "a no-show was taken back",
            [SignalKinds.CallCompleted] = "a call was held",
            [SignalKinds.ConsultationPurchased] = "the consultation was bought",
        };

    public string PauseWords => Pause == "call" ? BookedCall : $"the task “{PauseTitle}”";
}
