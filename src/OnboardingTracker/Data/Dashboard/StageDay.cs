namespace OnboardingTracker.Data.Dashboard;

/// <summary>
/// One stage at the end of one day that is over. Rolled up once from the history and never changed: the history of a day that is over
/// does not change either.
/// </summary>
public sealed class StageDay
{
    public DateOnly Day { get; init; }

    public required string Stage { get; init; }

    public int Accounts { get; init; }

    /// <summary>What these accounts were forecast to pay, in the team's currency by the rates of the day.</summary>
    public decimal Forecast { get; init; }

    /// <summary>Accounts that came into the stage on the day; moves that were undone and undos count, so that the days add up.</summary>
    public int Entered { get; init; }

    /// <summary>Accounts that left it, counted likewise.</summary>
    public int Left { get; init; }
}

/// <summary>A day whose figures are rolled up.</summary>
public sealed class RolledUpDay
{
    public DateOnly Day { get; init; }

    /// <summary>The first moment after it, kept: the day stays what it was when the team's time zone changes.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The policy that was in force at its end.</summary>
    public int PolicyVersion { get; init; }
}

/// <summary>A table of the dashboard as of the end of a day that is over, kept so that it need not be worked out again.</summary>
public sealed class KeptTable
{
    public required string Name { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>The days that it covers.</summary>
    public DateOnly SpanFrom { get; init; }

    /// <inheritdoc cref="SpanFrom"/>
    public DateOnly SpanTo { get; init; }

    /// <summary>The rows, as JSON.</summary>
    public required string Rows { get; init; }

    public DateTimeOffset KeptAt { get; init; }
}

/// <summary>What a stage was called from a moment on. Appended by the database whenever a stage changes.</summary>
public sealed class StageName
{
    public long Id { get; init; }

    public required string Stage { get; init; }

    public required string Name { get; init; }

    public int Position { get; init; }

    public bool Retired { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}
