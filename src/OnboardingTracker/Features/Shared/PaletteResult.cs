namespace OnboardingTracker.Features.Shared;

/// <summary>One account in the palette, model of <c>_PaletteResults</c>; the detail is its stage: "3a Engaged — Email".</summary>
public sealed record PaletteResult(string Label, string Url, string? Detail, string Icon = "user");
