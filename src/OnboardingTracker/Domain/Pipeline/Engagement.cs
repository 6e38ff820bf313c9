namespace OnboardingTracker.Domain.Pipeline;

/// <summary>Proof that the customer has engaged with us in this passage.</summary>
/// <param name="At">When they first did.</param>
/// <param name="Evidence">In words, to be put after "engaged: " and before the day, such as "stated by ann@example.com".</param>
public sealed record Engagement(DateTimeOffset At, string Evidence)
{
    // 6b is reached with engagement, or by migration: then the other system's word stands for it.
    private static readonly string[] s_statedByMoveTo =
    [
        StageCodes.EngagedEmail,
        StageCodes.EngagedCallBooked,
        StageCodes.IntroCallCompleted,
        StageCodes.SecondCallCompleted,
        StageCodes.OnboardedEngaged,
        StageCodes.PaidCallPurchased,
    ];

    /// <summary>The engagement that a person states by moving an account to 3a–4b or 7, or by migrating it there or in 6b; or null. Source: pipeline.md, "Engaged".</summary>
    public static Engagement? StatedBy(string? to, Actor actor, DateTimeOffset at) =>
        actor.IsPerson && s_statedByMoveTo.Contains(to) ? new(at, $"stated by {actor.Name}") : null;

    /// <summary>The earlier of two; the other one where there is only one.</summary>
    public static Engagement? First(Engagement? one, Engagement? other) => one is null || other?.At < one.At ? other : one;

    /// <summary>"stated by ann@example.com on 3 March 2026".</summary>
    /// <param name="zone">The team's: the day is the one that it was for them.</param>
    public string On(TimeZoneInfo zone) => FormattableString.Invariant($"{Evidence} on {TimeZoneInfo.ConvertTime(At, zone):d MMMM yyyy}");
}
