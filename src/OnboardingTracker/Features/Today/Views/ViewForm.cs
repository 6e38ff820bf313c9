namespace OnboardingTracker.Features.Today.Views;

/// <summary>Model of <c>_ViewForm</c>: a saved view's name, and who sees it.</summary>
/// <param name="Id">Null: it is being made.</param>
public sealed record ViewForm(int? Id, string Name, bool Shared, string Query, string? NameError = null)
{
    public const int LongestName = 80;

    public string Action => Id is { } id ? $"/views/{id}" : "/views/new";

    public string Title => Id is null ? "Save this list as a view" : "Edit the view";
}
