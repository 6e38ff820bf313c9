using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary>A tag helper that needs to know who reads.</summary>
public abstract class RequestTagHelper : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    protected ReaderFormat Reader => ReaderFormat.Of(ViewContext.HttpContext);
}
