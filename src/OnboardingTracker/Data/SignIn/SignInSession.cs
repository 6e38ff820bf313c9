namespace OnboardingTracker.Data.SignIn;

/// <summary>One signed-in browser. Its cookie counts only while this row stands, so signing out ends it for every copy of the cookie.</summary>
public sealed class SignInSession
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public SignInUser? User { get; init; }

    public DateTimeOffset BeganAt { get; init; }
}
