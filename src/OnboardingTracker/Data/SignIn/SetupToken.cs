namespace OnboardingTracker.Data.SignIn;

/// <summary>The one-time token that lets the first admin in. One row at most; gone once used.</summary>
public sealed class SetupToken
{
    public int Id { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
