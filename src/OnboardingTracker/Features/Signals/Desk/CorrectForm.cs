using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>Model of <c>_CorrectForm</c>: what a person says that a signal is.</summary>
public sealed record CorrectForm
{
    public required string What { get; init; }

    public required string SignalUrl { get; init; }

    public required string ReturnUrl { get; init; }

    /// <summary>The choices: value and words.</summary>
    public required IReadOnlyList<(string Value, string Words, string Hint)> Choices { get; init; }

    public string? Chosen { get; init; }

    public required AccountPicker Picker { get; init; }

    public string? Error { get; init; }
}
