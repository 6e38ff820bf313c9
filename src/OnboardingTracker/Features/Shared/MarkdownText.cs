using System.Text.Encodings.Web;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Shared;

/// <summary>
/// What people write as Markdown, as HTML that can do no harm: no HTML of theirs, nothing that is loaded from anywhere (an image is a link
/// to it), links to http, https and mailto alone, which tell nothing of where they were followed from. Any text gives an answer.
/// </summary>
public static class MarkdownText
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseSoftlineBreakAsHardlineBreak()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UsePipeTables()
        .UseAutoLinks()
        .Build();
    private static readonly HtmlSanitizer s_sanitizer = Sanitizer();

    /// <param name="people">Whose mentions are marked.</param>
    public static IHtmlContent Render(string text, IReadOnlyCollection<Member>? people = null)
    {
        string html;
        try
        {
            var document = Markdown.Parse(text, s_pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList())
                Tame(link);
            foreach (var heading in document.Descendants<HeadingBlock>().ToList())
                Flatten(heading);
            if (people is not null && text.Contains('@', StringComparison.Ordinal))
                foreach (var literal in document.Descendants<LiteralInline>().ToList())
                    MarkMentions(literal, people);
            html = s_sanitizer.Sanitize(document.ToHtml(s_pipeline));
        }
        catch (ArgumentException)
        {
            // Nested beyond all sense: Markdig refuses it. It is shown as it was written.
            html = $"<pre>{HtmlEncoder.Default.Encode(text)}</pre>";
        }
        return new HtmlString($"<div class=\"prose\">{html}</div>");
    }

    /// <summary>A page's headings are the page's: a note's are bold lines.</summary>
    private static void Flatten(HeadingBlock heading)
    {
        if (heading.Parent is not { } parent || heading.Inline is not { } inline)
            return;
        var at = parent.IndexOf(heading);
        parent.RemoveAt(at);
        heading.Inline = null;
        inline.EmbraceChildrenBy(new EmphasisInline { DelimiterChar = '*', DelimiterCount = 2 });
        parent.Insert(at, new ParagraphBlock { Inline = inline });
    }

    private static void Tame(LinkInline link)
    {
        if (link.IsImage)
        {
            link.IsImage = false;
            if (link.FirstChild is null)
                link.AppendChild(new LiteralInline(link.Url ?? ""));
        }
        var given = link.GetDynamicUrl?.Invoke() ?? link.Url;
        link.GetDynamicUrl = null;
        // What leads nowhere is shown as its words alone: the sanitizer takes the empty address away.
        link.Url = Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "mailto" ? given : null;
    }

    private static void MarkMentions(LiteralInline literal, IReadOnlyCollection<Member> people)
    {
        var text = literal.Content.ToString();
        var found = Mentions.Read(text, people).All.Where(mention => mention.Candidates.Count == 1).ToList();
        if (found.Count == 0 || IsInLink(literal))
            return;
        Inline last = literal;
        var from = 0;
        foreach (var mention in found)
        {
            Add(new LiteralInline(text[from..mention.Start]));
            Add(new HtmlInline($"<span class=\"mention\">{HtmlEncoder.Default.Encode(mention.Text)}</span>"));
            from = mention.Start + mention.Text.Length;
        }
        Add(new LiteralInline(text[from..]));
        literal.Remove();

        void Add(Inline inline)
        {
            last.InsertAfter(inline);
            last = inline;
        }
    }

    private static bool IsInLink(Inline inline)
    {
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline)
                return true;
        }
        return false;
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>(
                    "a b blockquote br code del em hr i li ol p pre s span strong table tbody td th thead tr ul".Split(' '),
                    StringComparer.OrdinalIgnoreCase
                ),
                AllowedAttributes = new HashSet<string>(["href", "start", "class"], StringComparer.OrdinalIgnoreCase),
                AllowedClasses = new HashSet<string>(["mention"], StringComparer.Ordinal),
                AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
                UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
            }
        )
        {
            KeepChildNodes = true,
        };
        sanitizer.PostProcessNode += (_, visited) =>
        {
            if (visited.Node is not IElement { LocalName: "a" } link)
                return;
            if (string.IsNullOrEmpty(link.GetAttribute("href")))
            {
                link.RemoveAttribute("href");
                return;
            }
            link.SetAttribute("rel", "nofollow noopener noreferrer");
            link.SetAttribute("target", "_blank");
        };
        return sanitizer;
    }
}
