namespace OnboardingTracker.Features.Gallery;

public sealed record SampleStage(string Code, string Name, string Kind);
