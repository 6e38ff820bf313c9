namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_PasswordField</c>: a password with a button that shows it. Nothing keeps it from being pasted.</summary>
/// <param name="Autocomplete">current-password or new-password, for password managers.</param>
public sealed record PasswordField(string Name, string Label, string Autocomplete, string? Hint = null);
