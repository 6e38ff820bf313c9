namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_StagePath</c>: the steps, and how to write their times.</summary>
public sealed record StagePath(IReadOnlyList<StagePathStep> Steps, TimeZoneInfo TimeZone, DateOnly Today);
