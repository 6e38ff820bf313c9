namespace OnboardingTracker.Features.Import.Reading;

/// <summary>What a row needs to know from outside the file.</summary>
/// <param name="TeamCurrency">The currency of an amount that comes without one.</param>
/// <param name="Today">The day in the team's time zone; nobody can have entered a stage after it.</param>
/// <param name="StageCodes">The stages that a migration may name; empty where stage and stageEnteredOn are not taken.</param>
public sealed record ImportReadOptions(string TeamCurrency, DateOnly Today, IReadOnlyList<string> StageCodes)
{
    public bool Migrate => StageCodes.Count > 0;

    /// <summary>The longest row that is read, in bytes: a quote that is never closed must not eat the memory.</summary>
    public int LongestRow { get; init; } = 1 << 20;
}
