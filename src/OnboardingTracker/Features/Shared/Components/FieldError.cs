using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>The sentence beneath a field that says what is wrong with it.</summary>
public sealed class FieldError(string fieldId, string message, string spriteUrl) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write("<p class=\"field-error\" id=\"");
        encoder.Encode(writer, fieldId);
        writer.Write("-error\">");
        new Icon("alert", spriteUrl).WriteTo(writer, encoder);
        writer.Write("<span>");
        encoder.Encode(writer, message);
        writer.Write("</span></p>");
    }
}
