using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Model of <c>_TaskChoice</c>: one thing to choose for the tasks that are ticked.</summary>
/// <param name="Field">The name of the field that a choice sets.</param>
public sealed record TaskChoice(string Title, string Action, string Field, string Legend, string Button, IReadOnlyList<Choice> Choices)
{
    /// <summary>As forms carry them.</summary>
    public string Tasks { get; init; } = "";

    public string ReturnUrl { get; init; } = "/tasks";

    /// <summary>The first day that may be typed instead of a choice; null: none is asked for.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>What was typed.</summary>
    public DateOnly? Day { get; init; }

    public string? Problem { get; init; }

    /// <summary>The same as a small menu: one press on a choice is the change.</summary>
    public ChoiceMenu Menu =>
        new(Title, Action, Field, Choices)
        {
            Hidden = [new("tasks", Tasks), new("returnUrl", ReturnUrl)],
            MoreUrl = FirstDay is null ? null : $"{Action}?tasks={Uri.EscapeDataString(Tasks)}&returnUrl={Uri.EscapeDataString(ReturnUrl)}",
            MoreLabel = "Another day…",
        };
}
