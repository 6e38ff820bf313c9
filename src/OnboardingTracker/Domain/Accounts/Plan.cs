namespace OnboardingTracker.Domain.Accounts;

/// <summary>What the account pays by.</summary>
public enum Plan
{
    PayAsYouGo,
    Startup,
    Annual,
    Free,
    Other,
}

/// <summary>Startup programmes that the rules know by name.</summary>
public static class Programs
{
    /// <summary>Y Combinator.</summary>
    public const string Yc = "yc";
}
