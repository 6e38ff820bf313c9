using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>
/// A countdown that one can see: "in 9 days 12 Mar". Within <paramref name="soon"/> days it stands out; past days read
/// "3 days overdue" where <paramref name="overdue"/> says that something was due, else "3 days ago".
/// </summary>
public sealed class DaysUntil(DateOnly? day, DateOnly today, ReaderFormat format, bool overdue = true, int soon = 10) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (day is not { } due)
        {
            writer.Write("<span class=\"days faint\">No date</span>");
            return;
        }

        var days = due.DayNumber - today.DayNumber;
        writer.Write("<time class=\"days");
        writer.Write(
            days < 0 && overdue ? " days--overdue"
            : days >= 0 && days <= soon ? " days--soon"
            : ""
        );
        writer.Write("\" datetime=\"");
        writer.Write(due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.Write("\"><b>");
        writer.Write(Words(days));
        writer.Write("</b> <span>");
        encoder.Encode(writer, format.Day(due, today));
        writer.Write("</span></time>");
    }

    private string Words(int days) =>
        days switch
        {
            0 => "today",
            1 => "tomorrow",
            -1 => overdue ? "1 day overdue" : "yesterday",
            > 1 => string.Create(CultureInfo.InvariantCulture, $"in {days} days"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{-days} days {(overdue ? "overdue" : "ago")}"),
        };
}
