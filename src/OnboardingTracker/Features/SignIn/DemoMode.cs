namespace OnboardingTracker.Features.SignIn;

/// <summary>Setting <c>Demo</c>: made-up people sign in with one click. Development only, and on this machine only.</summary>
public sealed record DemoMode(bool IsOn);
