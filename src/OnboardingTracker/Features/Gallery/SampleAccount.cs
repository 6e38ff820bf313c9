namespace OnboardingTracker.Features.Gallery;

public sealed record SampleAccount(
    string Id,
    string Name,
    string Domain,
    string StageCode,
    string Plan,
    decimal Forecast,
    int RenewsInDays,
    string? Owner,
    string Next,
    string Risk,
    bool IsNew = false
)
{
    public SampleStage Stage => Samples.Stage(StageCode);

    public DateOnly RenewsOn => Samples.Today.AddDays(RenewsInDays);
}
