namespace OnboardingTracker.Data.Accounts;

/// <summary>Somebody else has changed the same detail since the person saw it.</summary>
/// <param name="now">Its value now, as history writes it.</param>
internal sealed class EditConflictException(string detail, string? now) : Exception($"{detail} has changed meanwhile.")
{
    public string Detail { get; } = detail;

    public string? Now { get; } = now;
}
