using System.Text;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Makes text from outside safe to store and to show: no NUL, no control or direction characters, no broken surrogates.</summary>
internal static class CleanText
{
    /// <summary>Text of several lines: line ends become <c>\n</c>; tabs stay.</summary>
    public static string Block(string text, int length)
    {
        var clean = new StringBuilder(Math.Min(text.Length, length));
        for (var i = 0; i < text.Length && clean.Length < length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                if (i + 1 >= text.Length || text[i + 1] != '\n')
                    clean.Append('\n');
            }
            else if (char.IsHighSurrogate(c))
            {
                if (i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    clean.Append(c).Append(text[++i]);
            }
            else if (Stays(c))
                clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>Text of one line: each run of blanks becomes one space.</summary>
    public static string Line(string? text, int length)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (var c in Block(text, Math.Min(text.Length, length * 2)))
        {
            if (clean.Length >= length)
                break;
            if (!char.IsWhiteSpace(c))
                clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }
        if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
            clean.Length--;
        return clean.ToString().TrimEnd();
    }

    private static bool Stays(char c) =>
        c is '\n' or '\t'
        || (
            !char.IsControl(c)
            && !char.IsLowSurrogate(c)
            && c is not ('\uE000' or '\uFEFF' or '\uFFFE' or '\uFFFF' or '\u200B' or '\u200E' or '\u200F')
            && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
        );
}
