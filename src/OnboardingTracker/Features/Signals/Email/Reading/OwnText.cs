namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// Finds what a person wrote in a text that also holds the mail they answer and a signature. Works by lines, top and bottom posting alike;
/// where somebody answered between quoted lines, those stay, as the answer means nothing without them.
/// </summary>
internal static class OwnText
{
    private enum Line
    {
        Empty,
        Text,
        Quote,
        Intro,
        Separator,
        Header,
        Rule,
        Signoff,
    }

    /// <param name="text">Line ends are <c>\n</c>; may hold <see cref="HtmlText.QuoteMark"/>s.</param>
    public static string Of(string text)
    {
        var outside = OutsideMarks(text);
        var lines = (
            string.IsNullOrWhiteSpace(outside) ? text.Replace(HtmlText.QuoteMark.ToString(), "", StringComparison.Ordinal) : outside
        )
            .Split('\n')
            .Take(MailLimits.Lines)
            .Select(line => line.TrimEnd())
            .ToList();
        var kinds = Kinds(lines);
        CutAtSeparator(lines, kinds);
        CutAtIntros(lines, kinds);
        TrimEnd(lines, kinds);
        var first = kinds.FindIndex(kind => kind is not Line.Empty);
        return first < 0 ? "" : string.Join('\n', lines.Skip(first));
    }

    private static string OutsideMarks(string text)
    {
        if (!text.Contains(HtmlText.QuoteMark, StringComparison.Ordinal))
            return text;
        return string.Concat(text.Split(HtmlText.QuoteMark).Where((_, i) => i % 2 == 0));
    }

    private static List<Line> Kinds(List<string> lines)
    {
        var kinds = new List<Line>(lines.Count);
        var fenced = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
                fenced =
                    !fenced
                    && lines.FindIndex(i + 1, Math.Min(500, lines.Count - i - 1), next => next.StartsWith("```", StringComparison.Ordinal))
                        >= 0;
            else if (!fenced)
            {
                var inQuote = kinds.Count > 0 && kinds[^1] == Line.Quote;
                if (Introduces(lines, i, inQuote) is var length and > 0)
                {
                    kinds.AddRange(Enumerable.Repeat(Line.Intro, length));
                    i += length - 1;
                    continue;
                }
                kinds.Add(KindOf(lines, i));
                continue;
            }
            kinds.Add(line.Length == 0 ? Line.Empty : Line.Text);
        }
        return kinds;
    }

    private static Line KindOf(List<string> lines, int i)
    {
        var line = lines[i];
        if (string.IsNullOrWhiteSpace(line))
            return Line.Empty;
        if (line.Length > 1_000)
            return line.TrimStart().StartsWith('>') ? Line.Quote : Line.Text;
        if (QuoteMarks.IsSeparator(line))
            return Line.Separator;
        if (IsHeaderBlock(lines, i))
            return Line.Header;
        return QuoteMarks.IsQuote(line) ? Line.Quote
            : QuoteMarks.IsRule(line) ? Line.Rule
            : Signoffs.IsSignoff(line) ? Line.Signoff
            : Line.Text;
    }

    /// <summary>How many lines, from this one on, say who wrote the mail that follows; 0 if they do not.</summary>
    private static int Introduces(List<string> lines, int at, bool inQuote)
    {
        var first = lines[at].AsSpan().TrimStart();
        if (
            inQuote
            || first.Length is 0 or > 400
            || !first.ContainsAnyInRange('0', '9') && !first.Contains('@') && !first.Contains(':') && !first.Contains('：')
        )
            return 0;
        var quoted = first[0] == '>';
        var joined = "";
        for (var length = 1; length <= 7 && at + length <= lines.Count; length++)
        {
            var next = lines[at + length - 1].AsSpan().Trim();
            if (quoted)
                next = next.TrimStart('>').Trim();
            // Some programs put blank lines into the address; nobody else's sentence goes on over one.
            if (next.IsEmpty && (length < 2 || at + length >= lines.Count || !lines[at + length].AsSpan().TrimStart().StartsWith("<")))
                return 0;
            joined = length == 1 ? next.ToString() : $"{joined} {next}";
            if (joined.Length > 500)
                return 0;
            if (QuoteMarks.IsIntro(joined))
                return BeginsLater(lines, at, length) ? 0 : length;
            if (length == 1 && !QuoteMarks.MayBeginIntro(joined))
                return 0;
        }
        return 0;
    }

    /// <summary>Whether what was joined is a sentence of their own and, on a line after it, the real beginning.</summary>
    private static bool BeginsLater(List<string> lines, int at, int length)
    {
        for (var i = at + 1; i < at + length; i++)
        {
            var line = lines[i].AsSpan().TrimStart("> ");
            var begins =
                line.ContainsAnyInRange('0', '9') && !line.StartsWith("<") && !line.StartsWith("\"") && !line.StartsWith("mailto:");
            if (begins && Introduces(lines, i, inQuote: false) > 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether a copied header begins here: the author's line, and within the next ones a time, a recipient or a subject.</summary>
    private static bool IsHeaderBlock(List<string> lines, int at)
    {
        if (!QuoteMarks.IsAuthorLine(lines[at]))
            return false;
        var others = 0;
        for (var i = at + 1; i < lines.Count && i <= at + 6; i++)
        {
            if (lines[i].Length > 0 && lines[i].Length < 1_000 && QuoteMarks.IsHeaderLine(lines[i]))
                others++;
        }
        return others >= 2 || (others == 1 && QuoteMarks.NamesSeveral(lines[at]));
    }

    private static void CutAtSeparator(List<string> lines, List<Line> kinds)
    {
        for (var i = 0; i < kinds.Count; i++)
        {
            if (kinds[i] is not (Line.Separator or Line.Header))
                continue;
            if (HasText(kinds, i))
            {
                Truncate(lines, kinds, i);
                return;
            }
            // Nothing of their own before it: what was passed on is all there is.
            var end = i + 1;
            while (end < kinds.Count && lines[end].Length > 0)
                end++;
            if (lines[i].TrimStart().StartsWith('>'))
                end = i + 1;
            lines.RemoveRange(i, end - i);
            kinds.RemoveRange(i, end - i);
            i--;
        }
    }

    private static void CutAtIntros(List<string> lines, List<Line> kinds)
    {
        for (var i = kinds.IndexOf(Line.Intro); i >= 0; i = kinds.IndexOf(Line.Intro))
        {
            var quoted = lines[i].TrimStart().StartsWith('>');
            var end = i;
            while (end < kinds.Count && kinds[end] == Line.Intro)
                end++;
            var body = end;
            while (body < kinds.Count && kinds[body] == Line.Empty)
                body++;
            var before = HasText(kinds, i);
            var bare = body == kinds.Count || kinds[body] is not (Line.Quote or Line.Intro) || char.IsLetter(lines[body].TrimStart()[0]);
            if (!quoted && bare)
            {
                if (before)
                    Truncate(lines, kinds, i);
                else
                    Remove(lines, kinds, i, end);
                continue;
            }
            var quote = body;
            while (quote < kinds.Count && kinds[quote] is Line.Quote or Line.Intro or Line.Empty)
                quote++;
            if (!before)
                Remove(lines, kinds, i, quote);
            else if (HasOwn(lines, kinds, quote))
                Remove(lines, kinds, i, end);
            else
                Truncate(lines, kinds, i);
        }
    }

    /// <summary>Whether there is text of their own from here on, other than a signature.</summary>
    private static bool HasOwn(List<string> lines, List<Line> kinds, int from)
    {
        for (var i = from; i < kinds.Count; i++)
        {
            if (kinds[i] == Line.Rule && QuoteMarks.BeginsSignature(lines[i]))
                return false;
            if (kinds[i] == Line.Text)
                return true;
        }
        return false;
    }

    private static void TrimEnd(List<string> lines, List<Line> kinds)
    {
        while (kinds.Count > 0)
        {
            var last = kinds.Count - 1;
            if (kinds[last] is Line.Empty or Line.Rule or Line.Signoff or Line.Intro || (kinds[last] == Line.Quote && HasText(kinds, last)))
                Truncate(lines, kinds, last);
            else if (SignatureStart(lines, kinds) is var start and >= 0)
                Truncate(lines, kinds, start);
            else
                return;
        }
    }

    private static int SignatureStart(List<string> lines, List<Line> kinds)
    {
        for (var i = Math.Max(0, kinds.Count - 16); i < kinds.Count; i++)
        {
            if (kinds[i] != Line.Rule || !HasText(kinds, i) && !kinds.Take(i).Contains(Line.Quote))
                continue;
            var most =
                QuoteMarks.BeginsSignature(lines[i]) ? 15
                : QuoteMarks.MayBeginSignature(lines[i]) ? 8
                : 0;
            if (kinds.Count - i - 1 <= most && !kinds.Skip(i).Contains(Line.Quote))
                return i;
        }
        return -1;
    }

    private static bool HasText(List<Line> kinds, int before)
    {
        for (var i = 0; i < before; i++)
        {
            if (kinds[i] == Line.Text)
                return true;
        }
        return false;
    }

    private static void Truncate(List<string> lines, List<Line> kinds, int at) => Remove(lines, kinds, at, kinds.Count);

    private static void Remove(List<string> lines, List<Line> kinds, int from, int to)
    {
        lines.RemoveRange(from, to - from);
        kinds.RemoveRange(from, to - from);
    }
}
