using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>A stage with its code and its name. <paramref name="kind"/>: active, outcome or outsideTheFlow in any case; it only tints.</summary>
public sealed class StagePill(string? code, string? name, string? kind, bool codeOnly = false) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (string.IsNullOrEmpty(code))
        {
            writer.Write("<span class=\"stage stage--none\">Not in the pipeline</span>");
            return;
        }

        writer.Write(codeOnly ? "<span class=\"stage stage--code\" title=\"" : "<span class=\"stage\" data-stage=\"");
        if (codeOnly)
        {
            encoder.Encode(writer, name ?? "");
            writer.Write("\" data-stage=\"");
        }

        encoder.Encode(writer, code);
        writer.Write("\" data-kind=\"");
        encoder.Encode(writer, kind ?? "");
        writer.Write("\"><b>");
        encoder.Encode(writer, code);
        writer.Write(codeOnly ? "</b><span class=\"sr\">" : "</b><span>");
        encoder.Encode(writer, name ?? "");
        writer.Write("</span></span>");
    }
}
