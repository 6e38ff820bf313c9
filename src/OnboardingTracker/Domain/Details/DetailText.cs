using System.Buffers;
using System.Text;

namespace OnboardingTracker.Domain.Details;

/// <summary>
/// A line of free text that people see: a name, an identifier. Any script is welcome; control characters are not, since
/// they hide in pages, logs and files.
/// </summary>
public static class DetailText
{
    /// <summary>The longest <c>externalId</c>, in UTF-16 units.</summary>
    public const int ExternalIdLength = 200;

    /// <summary>The longest name of an account or a contact, in UTF-16 units.</summary>
    public const int NameLength = 300;

    /// <summary>The longest role of a contact, in UTF-16 units.</summary>
    public const int ContactRoleLength = 100;

    /// <summary>The longest reason of a move or a hold, in UTF-16 units.</summary>
    public const int ReasonLength = 2000;

    /// <summary>The longest note, in UTF-16 units.</summary>
    public const int NoteLength = 4000;

    /// <summary>The longest identifier of another system, in UTF-16 units.</summary>
    public const int ForeignIdLength = 200;

    private static readonly SearchValues<char> s_suspects = SearchValues.Create([.. Controls(), '\uFFFE', '\uFFFF']);

    /// <summary>
    /// Says in plain words what is wrong with <paramref name="text"/>, already trimmed, or null where it is fine.
    /// </summary>
    /// <param name="text">The text as it would be stored.</param>
    /// <param name="longest">The most UTF-16 units it may have.</param>
    /// <param name="breaksAllowed">Whether line breaks and tabs may stand inside (names carry them now and then).</param>
    public static string? Problem(ReadOnlySpan<char> text, int longest, bool breaksAllowed = false)
    {
        if (text.Length > longest)
            return $"is longer than {longest} characters";
        var rest = text;
        while (rest.IndexOfAny(s_suspects) is >= 0 and var at)
        {
            if (!breaksAllowed || rest[at] is not ('\n' or '\r' or '\t'))
                return $"contains the character U+{(int)rest[at]:X4}, which cannot be seen or typed";
            rest = rest[(at + 1)..];
        }
        return HasLoneSurrogate(text) ? "contains half of a character (a lone surrogate)" : null;
    }

    /// <summary>The value as a message may repeat it: quoted, shortened, with nothing that disturbs a page or a log.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int shown = 40;
        var quoted = new StringBuilder(shown + 4).Append('"');
        foreach (var rune in text[..Math.Min(text.Length, shown)].EnumerateRunes())
            quoted.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        return quoted.Append(text.Length > shown ? "…\"" : "\"").ToString();
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return false;
        for (var rest = text; !rest.IsEmpty; )
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
                return true;
            rest = rest[used..];
        }
        return false;
    }

    private static IEnumerable<char> Controls() => Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl);
}
