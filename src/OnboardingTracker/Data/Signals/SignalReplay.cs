using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Signals;

/// <summary>Signals of one source that are worked once more, such as after a reader was mended; and how far that has come.</summary>
public sealed class SignalReplay
{
    public long Id { get; init; }

    public required string Source { get; init; }

    /// <summary>Only these; null: whatever kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only these; null: in whatever state.</summary>
    public SignalState? State { get; init; }

    public required Actor RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the first of them arrived; progress is measured in time, since counting would read them all.</summary>
    public DateTimeOffset? FirstAt { get; set; }

    /// <summary>The place that it has come to, in the order of arrival.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    public long DoneId { get; set; }

    public int Replayed { get; set; }

    public int Failed { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Of a hundred; what arrived after the request is not replayed.</summary>
    public int Percent =>
        FinishedAt is not null ? 100
        : FirstAt is not { } first || DoneAt is not { } done || RequestedAt <= first ? 0
        : (int)Math.Clamp((done - first) / (RequestedAt - first) * 100, 0, 99);
}
