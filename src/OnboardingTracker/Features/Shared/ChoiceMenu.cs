using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_ChoiceMenu</c>, the small editor beside a value: one press on a choice is the change.</summary>
/// <param name="Action">Where it posts to.</param>
/// <param name="Field">The name of the field that a choice sets.</param>
public sealed record ChoiceMenu(string Title, string Action, string Field, IReadOnlyList<Choice> Choices)
{
    /// <summary>What the form carries along, such as what the person saw.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    /// <summary>The whole form, for what a press cannot say: a reason, a note.</summary>
    public string? MoreUrl { get; init; }

    public string MoreLabel { get; init; } = "";
}

/// <param name="Content">What it shows.</param>
/// <param name="Chosen">The present value.</param>
/// <param name="Likely">What is usually chosen: the keyboard starts there.</param>
/// <param name="AskUrl">Where more has to be asked: the form that does so.</param>
public sealed record Choice(string Value, IHtmlContent Content, bool Chosen = false, string? AskUrl = null, bool Likely = false);
