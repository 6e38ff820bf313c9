using System.Text;
using MimeKit.Text;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// The text of an HTML mail, in one pass over its tags: nothing is built that deep nesting could break. Quotes get <c>&gt;</c> before their lines as
/// in plain mails; what a mail program marks as the quoted mail or the signature is put between two marks.
/// </summary>
internal static class HtmlText
{
    /// <summary>Stands before, and again after, what is not the person's own text. A private-use character that no other text keeps.</summary>
    public const char QuoteMark = '\uE000';

    private static readonly string[] _quoteIds =
    [
        "divrplyfwdmsg",
        "appendonsend",
        "olk_src_body_section",
        "mail-editor-reference-message-container",
        "stopspelling",
        "replysplit",
    ];

    private static readonly string[] _quoteClasses =
    [
        "gmail_quote",
        "gmail_extra",
        "gmail_signature",
        "yahoo_quoted",
        "protonmail_quote",
        "protonmail_signature_block",
        "zmail_extra",
        "moz-forward-container",
        "moz-signature",
        "outlookmessageheader",
        "ms-outlook-mobile-signature",
        "front-blockquote",
        "tutanota_quote",
    ];

    private enum Mark
    {
        None,

        /// <summary>Ends with its element.</summary>
        Bounded,

        /// <summary>All that follows is the quoted mail, wherever the element ends.</summary>
        Open,
    }

    public static string From(string html)
    {
        var text = new Writer();
        var tags = new List<(string Name, bool Quote)>();
        var silent = "";
        var tokenizer = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        for (var count = 0; tokenizer.ReadNextToken(out var token) && count < 5 * MailLimits.HtmlTags && !text.IsFull; count++)
        {
            if (token is HtmlDataToken data && token is not HtmlScriptDataToken && silent.Length == 0)
                text.Add(data.Data, tags.Count > 0 && tags.Exists(tag => tag.Name == "pre"));
            else if (token is HtmlTagToken tag)
            {
                var name = tag.Name.ToLowerInvariant();
                if (name is "style" or "script" or "title")
                    silent = tag.IsEndTag ? "" : name;
                else if (silent.Length == 0)
                    Read(tag, name, text, tags);
            }
        }
        return text.ToString();
    }

    private static void Read(HtmlTagToken tag, string name, Writer text, List<(string Name, bool Quote)> tags)
    {
        switch (name)
        {
            case "br":
                text.Break();
                return;
            case "hr":
                if (MarkOf(tag, name) != Mark.None)
                    text.Mark();
                else
                    text.NewLine();
                return;
            case "td" or "th":
                text.Space();
                return;
            case "li" when !tag.IsEndTag:
                text.NewLine();
                text.Add("- ", false);
                return;
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "ul" or "ol" or "table":
                text.Paragraph();
                return;
            case "tr" or "dt" or "dd" or "address" or "center" or "li":
                text.NewLine();
                return;
            case "div" or "blockquote" or "span" or "pre" or "section":
                break;
            default:
                return;
        }
        if (tag.IsEndTag)
            Close(name, text, tags);
        else if (!tag.IsEmptyElement && tags.Count < 500)
            Open(tag, name, text, tags);
    }

    private static void Open(HtmlTagToken tag, string name, Writer text, List<(string Name, bool Quote)> tags)
    {
        var mark = MarkOf(tag, name);
        if (name != "span")
            text.NewLine();
        if (mark != Mark.None)
            text.Mark();
        tags.Add((name, mark == Mark.Bounded));
        if (name == "blockquote")
            text.Deeper(1);
    }

    private static void Close(string name, Writer text, List<(string Name, bool Quote)> tags)
    {
        var at = tags.FindLastIndex(tag => tag.Name == name);
        if (at < 0)
            return;
        for (var i = tags.Count - 1; i >= at; i--)
        {
            if (tags[i].Name != "span")
                text.NewLine();
            if (tags[i].Name == "blockquote")
                text.Deeper(-1);
            if (tags[i].Quote)
                text.EndMark();
        }
        tags.RemoveRange(at, tags.Count - at);
    }

    private static Mark MarkOf(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            var value = attribute.Value?.ToLowerInvariant() ?? "";
            switch (attribute.Name.ToLowerInvariant())
            {
                case "id" when _quoteIds.Any(id => value == id || value == "x_" + id):
                    return Mark.Open;
                case "id" when value is "signature" or "x_signature":
                case "class" when name != "blockquote" && value.Split(' ').Any(one => _quoteClasses.Contains(one)):
                    return Mark.Bounded;
                case "style" when name == "div" && IsOutlookLine(value):
                    return Mark.Open;
            }
        }
        return Mark.None;
    }

    /// <summary>The line that Outlook draws above the header of the mail that is answered.</summary>
    private static bool IsOutlookLine(string style) =>
        style.Contains("border-top:solid #", StringComparison.Ordinal) && style.Contains("padding:3.0pt", StringComparison.Ordinal);

    private sealed class Writer
    {
        private readonly StringBuilder _text = new();
        private int _depth;
        private bool _lineEmpty = true;
        private bool _space;
        private int _marks;

        public bool IsFull => _text.Length >= MailLimits.TextLength;

        public void Add(string data, bool asIs)
        {
            foreach (var c in CleanText.Block(data, MailLimits.TextLength))
            {
                if (asIs && c == '\n')
                    Break();
                else if (c != '\u00A0' && char.IsWhiteSpace(c) && !asIs)
                    _space = !_lineEmpty || _space;
                else
                    Put(c == '\u00A0' ? ' ' : c);
            }
        }

        public void Space() => _space = !_lineEmpty;

        public void Break()
        {
            if (_lineEmpty && _depth > 0)
                _text.Append('>', Math.Min(_depth, 20));
            _text.Append('\n');
            (_lineEmpty, _space) = (true, false);
        }

        public void NewLine()
        {
            if (!_lineEmpty)
                Break();
        }

        public void Paragraph()
        {
            NewLine();
            if (_text.Length > 1 && !EndsWithBlankLine())
                Break();
        }

        public void Deeper(int by) => _depth = Math.Max(0, _depth + by);

        public void Mark()
        {
            NewLine();
            if (_marks++ == 0)
                _text.Append(QuoteMark);
        }

        public void EndMark()
        {
            if (_marks > 0 && --_marks == 0)
            {
                NewLine();
                _text.Append(QuoteMark);
            }
        }

        public override string ToString() => _text.ToString().Trim('\n', ' ');

        private bool EndsWithBlankLine()
        {
            var end = _text.Length - 1;
            while (end >= 0 && _text[end] is '>' or QuoteMark)
                end--;
            if (end < 0 || _text[end] != '\n')
                return end < 0;
            end--;
            while (end >= 0 && _text[end] is '>' or ' ')
                end--;
            return end < 0 || _text[end] == '\n';
        }

        private void Put(char c)
        {
            if (_lineEmpty && _depth > 0)
                _text.Append('>', Math.Min(_depth, 20)).Append(' ');
            else if (_space)
                _text.Append(' ');
            (_lineEmpty, _space) = (false, false);
            _text.Append(c);
        }
    }
}
