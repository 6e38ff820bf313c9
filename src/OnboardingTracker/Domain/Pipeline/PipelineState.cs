namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// Where an account stands in the pipeline: everything that a decision about its next move looks at, and everything that a
/// move changes. It always equals what <see cref="PipelineHistory.Replay"/> makes of the account's transitions.
/// </summary>
public sealed record PipelineState
{
    public static PipelineState NotInPipeline { get; } = new();

    /// <summary>Null: not in the pipeline.</summary>
    public string? Stage { get; init; }

    /// <summary>When it last entered the stage that it is in; undone moves do not count.</summary>
    public DateTimeOffset? StageEnteredAt { get; init; }

    /// <summary>0: never in the pipeline; 1: its first passage.</summary>
    public int Passage { get; init; }

    public DateTimeOffset? PassageBeganAt { get; init; }

    /// <summary>First engagement of this passage.</summary>
    public Engagement? Engagement { get; init; }

    /// <summary>When this passage first entered stage 2.</summary>
    public DateTimeOffset? InitialOutreachAt { get; init; }

    /// <summary>The last transition that was written, undos included; what optimistic concurrency compares.</summary>
    public long? LastTransitionId { get; init; }

    /// <summary>The state after a move that is no undo.</summary>
    public PipelineState After(string to, Actor actor, DateTimeOffset at, long? transitionId, StageCatalogue stages)
    {
        var opensPassage = OpensPassage(to, stages);
        return new PipelineState
        {
            Stage = to,
            StageEnteredAt = at,
            Passage = opensPassage ? Passage + 1 : Passage,
            PassageBeganAt = opensPassage ? at : PassageBeganAt,
            Engagement = (opensPassage ? null : Engagement) ?? Engagement.StatedBy(to, actor, at),
            InitialOutreachAt = (opensPassage ? null : InitialOutreachAt) ?? (to == StageCodes.OnboardingInitiated ? at : null),
            LastTransitionId = transitionId,
        };
    }

    /// <summary>Entering the pipeline, and going from an outcome to 1 or 2, opens a new passage.</summary>
    public bool OpensPassage(string to, StageCatalogue stages) =>
        Stage is null || (stages.IsOutcome(Stage) && to is (StageCodes.NewAccount or StageCodes.OnboardingInitiated));
}
