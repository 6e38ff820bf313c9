using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What will happen by itself in the days to come, as the book stands now: how much of it, and what keeps playbooks from acting.</summary>
/// <param name="Context">The policy, and the moment of which it is.</param>
/// <param name="Bars">By playbook: why it will not act by itself at all.</param>
public sealed record KeptPlan(RunContext Context, IReadOnlyDictionary<string, PlannedBar> Bars, IReadOnlyList<PlannedCount> Counts)
{
    public DateOnly FirstDay => Context.Today;

    public DateOnly LastDay => Context.Today.AddDays(PlanAgenda.Days - 1);
}

/// <summary>How much one playbook has to do on one day, of one owner's accounts.</summary>
public sealed class PlannedCount
{
    public DateOnly Day { get; init; }

    public required string Playbook { get; init; }

    /// <summary>Where accounts go; null: they stay, an alert is raised or the survey is sent.</summary>
    public string? ToStage { get; init; }

    /// <summary>One of <see cref="PlannedStates.All"/>.</summary>
    public required string State { get; init; }

    /// <summary>Null: nobody.</summary>
    public int? OwnerId { get; init; }

    public int Accounts { get; init; }

    /// <summary>One account may have several alerts.</summary>
    public int Entries { get; init; }
}

/// <summary>Whether what a playbook's conditions call for will happen by itself, as addresses and rows write it.</summary>
public static class PlannedStates
{
    public const string Planned = "planned";

    /// <summary>A person keeps the playbook away from the account.</summary>
    public const string Held = "held";

    /// <summary>The playbook does not act at all.</summary>
    public const string Waiting = "waiting";

    public static IReadOnlyList<string> All { get; } = [Planned, Held, Waiting];

    public static string Of(PlannedBar? bar) =>
        bar switch
        {
            null => Planned,
            { Kind: PlannedBarKind.Held } => Held,
            _ => Waiting,
        };
}
