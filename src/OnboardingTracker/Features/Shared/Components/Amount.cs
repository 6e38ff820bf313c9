using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>An amount in the reader's format; rounded in lists (<paramref name="whole"/>), with the exact one on hover.</summary>
public sealed class Amount(decimal? amount, string? currency, ReaderFormat format, bool whole = false) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (amount is not { } value || currency is null)
        {
            writer.Write("<span class=\"faint\">–</span>");
            return;
        }

        writer.Write("<span class=\"money\"");
        if (whole && value != decimal.Truncate(value))
        {
            writer.Write(" title=\"");
            encoder.Encode(writer, format.Money(value, currency));
            writer.Write('"');
        }

        writer.Write('>');
        encoder.Encode(writer, format.Money(value, currency, whole));
        writer.Write("</span>");
    }
}
