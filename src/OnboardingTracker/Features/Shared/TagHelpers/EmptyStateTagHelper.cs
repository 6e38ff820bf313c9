using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;empty-state icon="inbox" title="Nothing renews this week"&gt;&lt;p&gt;…&lt;/p&gt;&lt;/empty-state&gt;</c></summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : RequestTagHelper
{
    public string Icon { get; set; } = "inbox";

    public string Title { get; set; } = "";

    public bool Small { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", Small ? "empty empty--small" : "empty");
        output.PreContent.AppendHtml(new Icon(Icon, Components.Icon.SpriteUrl(ViewContext.HttpContext)));
        output.PreContent.AppendHtml("<h2>").Append(Title).AppendHtml("</h2>");
    }
}
