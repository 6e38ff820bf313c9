namespace OnboardingTracker.Domain.Pipeline;

/// <summary>One passage of an account with the times of its stages ("setting timestamps for each stage").</summary>
public sealed class PassageTimes(int number, DateTimeOffset beganAt)
{
    private readonly List<StageTimes> _stages = [];

    public int Number { get; } = number;

    public DateTimeOffset BeganAt { get; } = beganAt;

    /// <summary>In the order of first entry.</summary>
    public IReadOnlyList<StageTimes> Stages => _stages;

    public StageTimes? Find(string stage) => _stages.Find(times => times.Stage == stage);

    internal void Add(Transition entry, TimeSpan spent, bool isOpen)
    {
        var index = _stages.FindIndex(times => times.Stage == entry.To);
        if (index < 0)
            _stages.Add(new StageTimes(entry.To!, entry.At, entry.At, spent, isOpen, entry.Migrated));
        else
            _stages[index] = _stages[index] with
            {
                LastEnteredAt = entry.At,
                TimeSpent = _stages[index].TimeSpent + spent,
                IsOpen = isOpen,
                Migrated = _stages[index].Migrated || entry.Migrated,
            };
    }
}

/// <summary>One stage within one passage.</summary>
/// <param name="TimeSpent">Over all stays; an open stay counts up to now.</param>
/// <param name="IsOpen">The account is in it.</param>
/// <param name="Migrated">An entry was taken over from another system, dated as given.</param>
public sealed record StageTimes(
    string Stage,
    DateTimeOffset FirstEnteredAt,
    DateTimeOffset LastEnteredAt,
    TimeSpan TimeSpent,
    bool IsOpen,
    bool Migrated
);
