namespace OnboardingTracker.Features.Shared;

/// <summary>An account to choose, as <c>_AccountChoices</c> shows it.</summary>
/// <param name="Line">What tells it from others of the same name.</param>
public sealed record AccountChoice(long Id, string Name, string Line);

/// <summary>Model of <c>_AccountPicker</c>: a search field whose answers are chosen from.</summary>
/// <param name="Typed">What was looked for.</param>
public sealed record AccountPicker(
    string? Typed,
    long? Chosen,
    IReadOnlyList<AccountChoice> Choices,
    string Label = "Account",
    string? Error = null
);
