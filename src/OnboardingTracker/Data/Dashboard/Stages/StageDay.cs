namespace OnboardingTracker.Data.Dashboard.Stages;

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
