namespace OnboardingTracker.Domain.Accounts;

/// <summary>A value that was given, possibly as null, or not given at all: only what is given is changed.</summary>
public readonly record struct Optional<T>(bool IsGiven, T Value)
{
    public static implicit operator Optional<T>(T value) => new(true, value);
}
