namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The segments by name.</summary>
internal static class SegmentText
{
    public const string Lead = "Onboarding Lead";
    public const string Legacy = "Onboarding - engaged";
}
