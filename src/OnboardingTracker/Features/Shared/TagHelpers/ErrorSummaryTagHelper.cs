using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;error-summary /&gt;</c>: every error of the model state, each a link to its field. Nothing where there is none.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : RequestTagHelper
{
    public string Title { get; set; } = "Please correct this:";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext
            .ModelState.Where(e => e.Value is { Errors.Count: > 0 })
            .SelectMany(e => e.Value!.Errors.Select(x => (Field: e.Key, Message: FieldNames.Message(x))))
            .Distinct()
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "note error-summary note--danger");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("data-error-summary", "");
        var content = output.Content;
        content.AppendHtml(new Icon("alert", Icon.SpriteUrl(ViewContext.HttpContext))).AppendHtml("<div>");
        if (errors is [{ Field: "" }])
        {
            content.Append(errors[0].Message).AppendHtml("</div>");
            return;
        }

        content.AppendHtml("<strong>").Append(Title).AppendHtml("</strong><ul>");
        foreach (var (field, message) in errors)
        {
            content.AppendHtml("<li>");
            if (field.Length > 0)
            {
                content.AppendHtml("<a href=\"#").Append(FieldNames.Id(field)).AppendHtml("\">").Append(message).AppendHtml("</a>");
            }
            else
            {
                content.Append(message);
            }

            content.AppendHtml("</li>");
        }

        content.AppendHtml("</ul></div>");
    }
}
