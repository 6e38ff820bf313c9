using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>How to connect a source that the product knows.</summary>
/// <param name="Path">Where it sends its deliveries; null: it sends none.</param>
/// <param name="Events">What to subscribe to there.</param>
/// <param name="Settings">The settings that hold its secret, in configuration's own form.</param>
public sealed record SourceGuide(string Name, string? Path, string Events, IReadOnlyList<string> Settings);

/// <summary>One source on the integrations page: how it is connected, and how it does.</summary>
public sealed record SourceCard
{
    public required string Name { get; init; }

    /// <summary>Null: a caller of the API under a name of its own.</summary>
    public SourceGuide? Guide { get; init; }

    /// <summary>The settings of its secret that are set, and whether that is all of them.</summary>
    public bool IsConnected { get; init; }

    public SourceTraffic Traffic { get; init; } = SourceTraffic.None;

    public SignalReplay? Replay { get; init; }
}

/// <summary>What a source has sent.</summary>
/// <param name="UsualGap">Between two of its last signals, on average; null: it has sent too few to say.</param>
/// <param name="Silent">It used to speak, and has not for three times its usual gap and at least a day.</param>
public sealed record SourceTraffic(
    DateTimeOffset? LastAt,
    string? LastKind,
    long LastDay,
    long LastWeek,
    long Failed,
    long Unmatched,
    TimeSpan? UsualGap,
    bool Silent
)
{
    public static SourceTraffic None { get; } = new(null, null, 0, 0, 0, 0, null, false);
}
