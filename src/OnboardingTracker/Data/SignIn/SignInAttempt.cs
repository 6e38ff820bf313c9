namespace OnboardingTracker.Data.SignIn;

/// <summary>Wrong passwords in a row, for an e-mail address whether or not somebody has it.</summary>
public sealed class SignInAttempt
{
    /// <summary>SHA-256 of the address and, where the browser has signed in with it before, of the browser.</summary>
    public required byte[] Key { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset LastFailedAt { get; init; }
}
