namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_PasswordField</c>: a password with a button that shows it. Nothing keeps it from being pasted.</summary>
/// <param name="Autocomplete">current-password or new-password, for password managers.</param>
public sealed record PasswordField(string Name, string Label, string Autocomplete, string? Hint = null)
{
    /// <summary>One that is to be chosen, with what makes it a good one.</summary>
    public static PasswordField New(string name, string label = "Password") =>
        new(name, label, "new-password", "At least 10 characters. Three or four unrelated words are easy to keep and hard to guess.");
}
