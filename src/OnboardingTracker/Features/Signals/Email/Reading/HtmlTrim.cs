using System.Net;
using System.Text;
using MimeKit.Text;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Writes HTML anew with harmless tags only, balanced, and no deeper or longer than any mail needs.</summary>
internal static class HtmlTrim
{
    /// <summary>The tags that stay.</summary>
    public static readonly string[] Tags =
    [
        .. "a abbr b big blockquote br center cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var".Split(
            ' '
        ),
    ];

    private static readonly HashSet<string> _tags = [.. Tags];
    private static readonly HashSet<string> _silent = ["script", "style", "title", "svg", "math", "template", "object", "applet"];

    public static string Of(string html, out int blockedImages)
    {
        blockedImages = 0;
        var written = new StringBuilder(Math.Min(html.Length, MailLimits.HtmlLength));
        var open = new List<string>();
        var (silent, count) = ("", 0);
        var tokenizer = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokenizer.ReadNextToken(out var token) && written.Length < MailLimits.HtmlLength)
        {
            if (token is HtmlDataToken data && token is not HtmlScriptDataToken && silent.Length == 0)
                written.Append(WebUtility.HtmlEncode(CleanText.Block(data.Data, MailLimits.HtmlLength)));
            if (silent == "style" && token is HtmlDataToken css)
                blockedImages += CssLoads(css.Data);
            if (token is not HtmlTagToken tag)
                continue;
            var name = tag.Name.ToLowerInvariant();
            if (silent.Length > 0)
                silent = tag.IsEndTag && name == silent ? "" : silent;
            else if (_silent.Contains(name))
                silent = tag.IsEndTag || tag.IsEmptyElement ? "" : name;
            else
            {
                blockedImages += Loads(tag, name) ? 1 : 0;
                if (_tags.Contains(name) && ++count <= MailLimits.HtmlTags)
                    Write(tag, name, written, open);
            }
        }
        for (var i = open.Count - 1; i >= 0; i--)
            End(open[i], written);
        return written.ToString();
    }

    private static void Write(HtmlTagToken tag, string name, StringBuilder written, List<string> open)
    {
        if (name is "br" or "hr")
        {
            written.Append('<').Append(name).Append('>');
            return;
        }
        if (tag.IsEndTag)
        {
            CloseTo(open.LastIndexOf(name), written, open);
            return;
        }
        CloseImplied(name, written, open);
        if (open.Count >= MailLimits.HtmlDepth)
            return;
        written.Append('<').Append(name);
        foreach (var attribute in tag.Attributes)
            Attribute(name, attribute.Name.ToLowerInvariant(), attribute.Value ?? "", written);
        written.Append('>');
        if (tag.IsEmptyElement)
            End(name, written);
        else
            open.Add(name);
    }

    private static void Attribute(string tag, string name, string value, StringBuilder written)
    {
        var kept = (tag, name) switch
        {
            ("a", "href") => Link(value),
            (_, "title") => CleanText.Line(value, 300),
            ("td" or "th", "colspan" or "rowspan") when int.TryParse(value, out var span) && span is > 0 and <= 100 => value,
            (_, "dir") when value is "ltr" or "rtl" => value,
            _ => null,
        };
        if (kept is not null)
            written.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(kept)).Append('"');
    }

    private static string? Link(string value)
    {
        var text = CleanText.Line(value, 2_000).Replace(" ", "", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" or "mailto" or "tel" ? text : null;
    }

    /// <summary>Whether the tag would fetch something to show: an image, a background, a film.</summary>
    private static bool Loads(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            var value = attribute.Value ?? "";
            var loads = attribute.Name.ToLowerInvariant() switch
            {
                "src" or "srcset" or "poster" => name != "input" && IsRemote(value),
                "background" => IsRemote(value),
                "style" => value.Contains("url(", StringComparison.OrdinalIgnoreCase),
                _ => false,
            };
            if (loads)
                return true;
        }
        return false;
    }

    /// <summary>How often a style sheet names something to fetch.</summary>
    private static int CssLoads(string css)
    {
        var count = 0;
        for (var at = 0; (at = css.IndexOf("url(", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += 4)
            count += IsRemote(css.Substring(at + 4, Math.Min(16, css.Length - at - 4)).Trim(' ', '"', '\'')) ? 1 : 0;
        return count;
    }

    private static bool IsRemote(string value)
    {
        var address = value.Trim();
        return address.Length > 0
            && !address.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Old mails do not close these; the next one does.</summary>
    private static void CloseImplied(string name, StringBuilder written, List<string> open)
    {
        var (closes, within) = name switch
        {
            "li" => (new[] { "li" }, new[] { "ul", "ol" }),
            "dt" or "dd" => (["dt", "dd"], ["dl"]),
            "td" or "th" => (["td", "th"], ["tr", "table"]),
            "tr" => (["tr"], ["table"]),
            "p" or "div" or "table" or "ul" or "ol" or "blockquote" => (["p"], ["div", "td", "th", "li", "blockquote"]),
            _ => (Array.Empty<string>(), Array.Empty<string>()),
        };
        for (var i = open.Count - 1; i >= 0 && closes.Length > 0 && !within.Contains(open[i]); i--)
        {
            if (closes.Contains(open[i]))
            {
                CloseTo(i, written, open);
                return;
            }
        }
    }

    private static void CloseTo(int at, StringBuilder written, List<string> open)
    {
        for (var i = open.Count - 1; at >= 0 && i >= at; i--)
        {
            End(open[i], written);
            open.RemoveAt(i);
        }
    }

    private static void End(string name, StringBuilder written) => written.Append("</").Append(name).Append('>');
}
