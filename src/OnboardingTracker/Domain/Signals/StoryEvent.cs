namespace OnboardingTracker.Domain.Signals;

internal enum StoryEventKind
{
    Sent,
    Received,
    Booked,
    Completed,
    Purchased,
    Churned,

    /// <summary>A rule that goes by the calendar moved the account.</summary>
    MovedByRule,
}

/// <summary>One thing that happened in a passage and can change the stage.</summary>
/// <param name="At">When it counts as having happened.</param>
/// <param name="KnownAt">When we came to know it.</param>
internal sealed record StoryEvent(StoryEventKind Kind, DateTimeOffset At, DateTimeOffset KnownAt, ReceivedSignal? Signal)
{
    /// <summary>Of a move by rule: where to.</summary>
    public string? To { get; init; }

    public Call? Call { get; init; }

    /// <summary>Whether it shows that the customer engaged.</summary>
    public bool IsEngagement =>
        Kind is StoryEventKind.Received or StoryEventKind.Booked or StoryEventKind.Completed or StoryEventKind.Purchased;

    /// <summary>In the order in which it happened; at the same moment sent, received, booked, completed. Source: pipeline.md, "Order of signals".</summary>
    public static int Compare(StoryEvent one, StoryEvent other)
    {
        var byTime = one.At.CompareTo(other.At);
        if (byTime != 0)
            return byTime;
        var byKind = one.Kind.CompareTo(other.Kind);
        if (byKind != 0)
            return byKind;
        return one.Signal is { } mine && other.Signal is { } theirs ? ReceivedSignal.Compare(mine, theirs) : 0;
    }

    /// <summary>What happened, to be put before "on 3 March 2026".</summary>
    public string Words =>
        Kind switch
        {
            StoryEventKind.Sent => "written to",
            StoryEventKind.Received => "replied",
            StoryEventKind.Booked => "booked a call",
            StoryEventKind.Completed when Call is { IsAssumed: true } => "call assumed held",
            StoryEventKind.Completed => "call held",
            StoryEventKind.Purchased => "bought a consultation",
            StoryEventKind.Churned => "last subscription ended",
            _ => "moved by rule",
        };
}
