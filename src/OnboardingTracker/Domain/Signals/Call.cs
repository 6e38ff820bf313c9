namespace OnboardingTracker.Domain.Signals;

/// <summary>One call with a customer, as its bookings, changes and cancellations tell it. A rescheduled call is one call.</summary>
public sealed record Call
{
    /// <summary>The booking's id at its source; of a rescheduled call the latest.</summary>
    public required string Id { get; init; }

    public required CallState State { get; init; }

    /// <summary>When it was first booked; null: the booking itself is not known.</summary>
    public DateTimeOffset? BookedAt { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public string? Link { get; init; }

    public string? Host { get; init; }

    public string? With { get; init; }

    public string? EventType { get; init; }

    /// <inheritdoc cref="CallFact.EventTypeAlso"/>
    public IReadOnlyList<string> EventTypeAlso { get; init; } = [];

    /// <summary>When it counts as held: when that was said, or the policy's hours after its end.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Nobody said that it was held: its end has passed, and that nobody came was not marked.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>When it was cancelled, or nobody came.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The signal by which it was booked.</summary>
    public ReceivedSignal? Booking { get; init; }

    /// <summary>The signal that put it in its state.</summary>
    public required ReceivedSignal Last { get; init; }
}

public enum CallState
{
    Booked,
    Completed,
    Canceled,
    NoShow,
}
