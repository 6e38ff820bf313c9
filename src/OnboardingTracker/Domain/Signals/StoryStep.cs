namespace OnboardingTracker.Domain.Signals;

/// <summary>One move that the signals call for.</summary>
/// <param name="To">The stage; of a move that is taken back, where the account was before it.</param>
/// <param name="Playbook">Whose move it is.</param>
/// <param name="Because">What happened, in words: "replied on 2026-03-03".</param>
/// <param name="At">When that happened.</param>
/// <param name="Signal">The signal that said so; null: no more than time has passed, or a signal is gone.</param>
public sealed record StoryStep(string To, string Playbook, string Because, DateTimeOffset At, ReceivedSignal? Signal)
{
    /// <summary>It does not lie ahead: one of the named exceptions of pipeline.md's table.</summary>
    public bool IsException { get; init; }

    /// <summary>The transition that it takes back; null: it is a move of its own.</summary>
    public long? TakesBack { get; init; }

    /// <summary>When its signal arrived; of a call that is taken as held, when that became so.</summary>
    public DateTimeOffset ReceivedAt => Signal is { } signal && signal.ReceivedAt > At ? signal.ReceivedAt : At;
}

/// <summary>A task that the signals call for, as long as they do.</summary>
/// <param name="Kind">One of <see cref="Tasks.TaskKinds"/>.</param>
/// <param name="Occasion">Raised once for it, and closed by itself when the signals no longer call for it.</param>
/// <param name="Playbook">Who raises it.</param>
public sealed record StoryTask(string Kind, string Occasion, string Title, string Playbook, ReceivedSignal Signal);
