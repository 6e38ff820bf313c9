using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>A person's initials with the name; the tint follows the name, so a person keeps it everywhere.</summary>
public sealed class Avatar(string? name, bool showName = true, bool large = false) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            writer.Write("<span class=\"person muted\"><span class=\"avatar avatar--none\" aria-hidden=\"true\"></span>");
            writer.Write(showName ? "<span>No owner</span></span>" : "<span class=\"sr\">No owner</span></span>");
            return;
        }

        writer.Write(showName ? "<span class=\"person\">" : "<span class=\"person\" title=\"");
        if (!showName)
        {
            encoder.Encode(writer, name);
            writer.Write("\">");
        }

        writer.Write("<span class=\"avatar");
        writer.Write(large ? " avatar--l\" data-tone=\"" : "\" data-tone=\"");
        writer.Write(Tone(name).ToString(CultureInfo.InvariantCulture));
        writer.Write("\" aria-hidden=\"true\">");
        encoder.Encode(writer, Initials(name));
        writer.Write(showName ? "</span><span>" : "</span><span class=\"sr\">");
        encoder.Encode(writer, name);
        writer.Write("</span></span>");
    }

    /// <summary>The first letters of the first and the last word, in any script.</summary>
    internal static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0 ? ""
            : words.Length == 1 ? First(words[0])
            : First(words[0]) + First(words[^1]);
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpperInvariant();

    private static int Tone(string name)
    {
        var sum = 0;
        foreach (var letter in name)
        {
            sum = unchecked((sum * 31) + letter);
        }

        return (sum & 0x7fffffff) % 6;
    }
}
