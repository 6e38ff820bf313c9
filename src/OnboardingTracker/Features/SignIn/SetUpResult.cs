using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Features.SignIn;

/// <summary>What became of the first set-up.</summary>
public abstract record SetUpResult
{
    private SetUpResult() { }

    public sealed record Done(SignInUser User) : SetUpResult;

    /// <summary>Somebody can sign in already.</summary>
    public sealed record Closed : SetUpResult;

    public sealed record WrongToken : SetUpResult;

    public sealed record BadPassword(string Message) : SetUpResult;
}
