using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>What became of the wish to move one account.</summary>
public abstract record MoveResult
{
    private MoveResult() { }

    public sealed record Moved(long TransitionId, StageMove Move) : MoveResult;

    public sealed record AlreadyThere(string Stage) : MoveResult;

    public sealed record Refused(MoveDecision.Refused Why) : MoveResult;

    /// <summary>The account moved meanwhile; nothing was overwritten.</summary>
    /// <param name="CurrentStage">Where it is now; null: not in the pipeline.</param>
    /// <param name="Last">The move that won.</param>
    public sealed record Conflict(string? CurrentStage, Transition? Last) : MoveResult;

    public sealed record NotFound : MoveResult;
}
