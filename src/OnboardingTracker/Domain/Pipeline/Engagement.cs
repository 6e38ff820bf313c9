namespace OnboardingTracker.Domain.Pipeline;

/// <summary>Proof that the customer has engaged with us in this passage.</summary>
/// <param name="At">When they first did.</param>
/// <param name="Evidence">In words, to be put after "engaged: ", such as "stated by ann@example.com on 3 March 2026".</param>
public sealed record Engagement(DateTimeOffset At, string Evidence)
{
    private static readonly string[] s_statedByMoveTo =
    [
        StageCodes.EngagedEmail,
        StageCodes.EngagedCallBooked,
        StageCodes.IntroCallCompleted,
        StageCodes.SecondCallCompleted,
        StageCodes.PaidCallPurchased,
    ];

    /// <summary>The engagement that a person states by moving (or migrating) an account to 3a–4b or 7, or null. Source: pipeline.md, "Engaged".</summary>
    public static Engagement? StatedBy(string? to, Actor actor, DateTimeOffset at) =>
        actor.IsPerson && s_statedByMoveTo.Contains(to)
            ? new(at, FormattableString.Invariant($"stated by {actor.Name} on {at:d MMMM yyyy}"))
            : null;
}
