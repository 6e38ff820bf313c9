namespace OnboardingTracker.Data.Accounts;

/// <summary>When a member last looked at Today; what came since is marked as new.</summary>
public sealed class ListVisit
{
    public int MemberId { get; init; }

    /// <summary>The visit that is going on: it is renewed with each look.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>The end of the visit before: what entered after this is new.</summary>
    public DateTimeOffset? PreviousAt { get; set; }
}
