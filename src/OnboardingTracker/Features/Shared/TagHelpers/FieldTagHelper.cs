using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary>
/// A whole field: label, hint, control with what was typed, error, and the aria attributes that tie them together.
/// <c>&lt;field for="Input.Email" label="E-mail" type="email" hint="…" required /&gt;</c>. <c>as</c> is input, textarea,
/// select (with <c>items</c>), checkbox or switch; any other attribute goes to the control.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper : RequestTagHelper
{
    /// <summary>The bound property; or <see cref="Name"/> and <see cref="Value"/> where there is none.</summary>
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }

    public object? Value { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>A word after the control, such as a unit.</summary>
    public string? Suffix { get; set; }

    /// <summary>Says so beside the label.</summary>
    public bool Optional { get; set; }

    /// <summary>Label for screen readers only.</summary>
    public bool HideLabel { get; set; }

    public string As { get; set; } = "input";

    public string? Type { get; set; }

    public IEnumerable<SelectListItem>? Items { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = For is null ? Name ?? "" : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = output.Attributes["id"]?.Value?.ToString() ?? FieldNames.Id(name);
        var error = FieldNames.ErrorOf(ViewContext, name);
        var control = Control(name, id, error is not null, output.Attributes);
        var sprite = Icon.SpriteUrl(ViewContext.HttpContext);

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "field");
        var content = output.Content;
        if (IsToggle)
        {
            content.AppendHtml("<label class=\"check\">").AppendHtml(control);
            content.AppendHtml("<span>").Append(Label).AppendHtml("</span></label>");
            content.AppendHtml("<input type=\"hidden\" name=\"").Append(name).AppendHtml("\" value=\"false\">");
        }
        else
        {
            content.AppendHtml(HideLabel ? "<label class=\"sr\" for=\"" : "<label for=\"").Append(id).AppendHtml("\">").Append(Label);
            content.AppendHtml(Optional ? " <span class=\"optional\">(optional)</span></label>" : "</label>");
        }

        if (Hint is not null)
        {
            content.AppendHtml("<p class=\"hint\" id=\"").Append(id).AppendHtml("-hint\">").Append(Hint).AppendHtml("</p>");
        }

        if (!IsToggle)
        {
            content.AppendHtml(Suffix is null ? "" : "<div class=\"input-suffix\">").AppendHtml(control);
            if (Suffix is not null)
            {
                content.AppendHtml("<span class=\"muted\">").Append(Suffix).AppendHtml("</span></div>");
            }
        }

        if (error is not null)
        {
            content.AppendHtml(new FieldError(id, error, sprite));
        }
    }

    private bool IsToggle => As is "checkbox" or "switch";

    private TagBuilder Control(string name, string id, bool invalid, TagHelperAttributeList attributes)
    {
        var control = new TagBuilder(
            As is "select" or "textarea" ? As
            : Items is null ? "input"
            : "select"
        );
        foreach (var attribute in attributes)
        {
            control.Attributes[attribute.Name] = attribute.Value?.ToString() ?? "";
        }

        control.Attributes["id"] = id;
        control.Attributes["name"] = name;
        var described = (Hint is null ? "" : id + "-hint ") + (invalid ? id + "-error" : "");
        if (described.Length > 0)
        {
            control.Attributes["aria-describedby"] = described.Trim();
        }

        if (invalid)
        {
            control.Attributes["aria-invalid"] = "true";
        }

        Fill(control, Attempted(name) ?? Text(For is null ? Value : For.Model));
        return control;
    }

    private void Fill(TagBuilder control, string value)
    {
        switch (control.TagName)
        {
            case "textarea":
                // A parser drops one newline after the tag, so one is put there to lose.
                control.InnerHtml.AppendHtml("\n").Append(value);
                break;
            case "select":
                foreach (var item in Items ?? [])
                {
                    var option = new TagBuilder("option") { Attributes = { ["value"] = item.Value ?? item.Text } };
                    if ((item.Value ?? item.Text) == value || (value.Length == 0 && item.Selected))
                    {
                        option.Attributes["selected"] = "selected";
                    }

                    option.InnerHtml.Append(item.Text);
                    control.InnerHtml.AppendHtml(option);
                }

                break;
            default:
                control.TagRenderMode = TagRenderMode.SelfClosing;
                control.Attributes["type"] = IsToggle ? "checkbox" : Type ?? "text";
                if (As is "switch")
                {
                    control.Attributes["role"] = "switch";
                    control.AddCssClass("switch");
                }

                if (IsToggle)
                {
                    control.Attributes["value"] = "true";
                    if (value.StartsWith("true", StringComparison.OrdinalIgnoreCase))
                    {
                        control.Attributes["checked"] = "checked";
                    }
                }
                else if (Type is not ("password" or "file"))
                {
                    control.Attributes["value"] = value;
                }

                break;
        }
    }

    private string? Attempted(string name) => ViewContext.ModelState.TryGetValue(name, out var entry) ? entry.AttemptedValue : null;

    private static string Text(object? value) =>
        value switch
        {
            null => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
