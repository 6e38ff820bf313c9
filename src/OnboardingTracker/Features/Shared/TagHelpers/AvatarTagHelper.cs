using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;avatar name="@row.OwnerName" /&gt;</c>; without a name it reads "No owner".</summary>
[HtmlTargetElement("avatar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AvatarTagHelper : TagHelper
{
    public string? Name { get; set; }

    public bool ShowName { get; set; } = true;

    public bool Large { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new Avatar(Name, ShowName, Large));
    }
}
