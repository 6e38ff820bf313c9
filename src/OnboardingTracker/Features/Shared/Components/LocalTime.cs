using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>A moment in the team's time zone, the zone and the UTC time named on hover; <paramref name="clock"/>: under its day's heading.</summary>
public sealed class LocalTime(DateTimeOffset? at, TimeZoneInfo zone, ReaderFormat format, DateOnly? today = null, bool clock = false)
    : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (at is not { } moment)
        {
            writer.Write("<span class=\"faint\">–</span>");
            return;
        }

        var utc = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.Write("<time class=\"nowrap tnum\" datetime=\"");
        writer.Write(utc);
        writer.Write("\" title=\"");
        encoder.Encode(writer, zone.Id);
        writer.Write(" · ");
        writer.Write(utc);
        writer.Write("\">");
        encoder.Encode(writer, clock ? format.Clock(moment, zone) : format.Time(moment, zone, today));
        writer.Write("</time>");
    }
}
