using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary>How a field's name, id and error belong together; the summary's links rely on it.</summary>
internal static class FieldNames
{
    public static string Id(string name) => TagBuilder.CreateSanitizedId(name, "_");

    public static string? ErrorOf(ViewContext view, string name) =>
        view.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0 ? Message(entry.Errors[0]) : null;

    public static string Message(ModelError error) => error.ErrorMessage.Length > 0 ? error.ErrorMessage : "This value cannot be used.";
}
