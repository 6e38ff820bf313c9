using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;field-error name="Input.Email" /&gt;</c>: what is wrong with a field, from the model state, with the id that <c>aria-describedby</c> names.</summary>
[HtmlTargetElement("field-error", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldErrorTagHelper : RequestTagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (FieldNames.ErrorOf(ViewContext, Name) is { } message)
        {
            output.Content.SetHtmlContent(new FieldError(FieldNames.Id(Name), message, Icon.SpriteUrl(ViewContext.HttpContext)));
        }
    }
}
