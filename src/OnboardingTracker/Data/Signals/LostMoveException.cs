namespace OnboardingTracker.Data.Signals;

/// <summary>The account moved between the decision and the door: the work is done once more, from where the account is then.</summary>
public sealed class LostMoveException() : Exception("The account was moved by somebody else at the same moment.");
