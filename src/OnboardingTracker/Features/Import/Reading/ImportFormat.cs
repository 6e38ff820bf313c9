namespace OnboardingTracker.Features.Import.Reading;

public enum ImportFormat
{
    Csv,
    Ndjson,
}
