namespace OnboardingTracker.Features.Shared;

/// <summary>One stage in an account's path, model of <c>_StagePath</c>.</summary>
/// <param name="EnteredAt">First entered in this passage; null where it was not.</param>
/// <param name="Note">A short remark: "2 days", "as migrated", "twice".</param>
public sealed record StagePathStep(string Code, string Name, StagePathState State, DateTimeOffset? EnteredAt = null, string? Note = null);

public enum StagePathState
{
    Ahead,
    Done,
    Skipped,
    Current,
}
