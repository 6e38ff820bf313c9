using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;stage-pill code="3a" name="Engaged — Email" kind="active" /&gt;</c></summary>
[HtmlTargetElement("stage-pill", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StagePillTagHelper : TagHelper
{
    public string? Code { get; set; }

    public string? Name { get; set; }

    public string? Kind { get; set; }

    public bool CodeOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new StagePill(Code, Name, Kind, CodeOnly));
    }
}
