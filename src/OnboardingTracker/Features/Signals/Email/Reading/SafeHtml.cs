using AngleSharp.Dom;
using Ganss.Xss;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// HTML from outside, made harmless: no script, style, form, frame or image, nothing that is loaded from anywhere; links open apart and
/// tell nothing. Still to be shown in a sandboxed frame only.
/// </summary>
/// <param name="Html">A fragment for a body.</param>
/// <param name="BlockedImages">How many images (or backgrounds) it wanted to load from elsewhere.</param>
public sealed record SafeHtml(string Html, int BlockedImages)
{
    private static readonly HtmlSanitizer _sanitizer = Sanitizer();

    internal static SafeHtml From(string html)
    {
        // The tree builder and its writer walk a tree of any depth by recursion: only a small, balanced one is given to them.
        var trimmed = HtmlTrim.Of(html, out var blocked);
        try
        {
            return new SafeHtml(_sanitizer.Sanitize(trimmed), blocked);
        }
        catch (Exception error) when (MailReader.IsBadMail(error))
        {
            return new SafeHtml("", blocked);
        }
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>(HtmlTrim.Tags, StringComparer.OrdinalIgnoreCase),
                AllowedAttributes = new HashSet<string>(
                    ["href", "title", "colspan", "rowspan", "dir", "start", "rel", "target"],
                    StringComparer.OrdinalIgnoreCase
                ),
                AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "tel"], StringComparer.OrdinalIgnoreCase),
                UriAttributes = new HashSet<string>(["href", "src", "background", "action", "cite"], StringComparer.OrdinalIgnoreCase),
            }
        )
        {
            KeepChildNodes = true,
        };
        sanitizer.PostProcessNode += (_, visited) =>
        {
            if (visited.Node is not IElement { LocalName: "a" } link)
                return;
            link.SetAttribute("rel", "noopener noreferrer nofollow");
            link.SetAttribute("target", "_blank");
        };
        return sanitizer;
    }
}
