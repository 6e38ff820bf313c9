using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What will happen by itself in the days to come, as the book stands now.</summary>
/// <param name="Context">The policy, and when the plan was made.</param>
/// <param name="Moves">By day, then account.</param>
public sealed record PlannedMoves(RunContext Context, IReadOnlyList<PlannedMove> Moves)
{
    public DateOnly FirstDay => Context.Today;

    public DateOnly LastDay => Context.Today.AddDays(PlanAgenda.Days - 1);
}
