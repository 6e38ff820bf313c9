using System.Buffers;
using System.Globalization;
using System.Text;

namespace OnboardingTracker.Domain.Details;

/// <summary>The bare internet domain of an account (<c>acme.com</c>), in lower case, in any script.</summary>
public static class DomainName
{
    /// <summary>The longest domain that the name system knows, in characters.</summary>
    public const int Longest = 253;

    private static readonly SearchValues<char> s_inLabel = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
    );

    /// <summary>
    /// Gives the domain in the form in which it is stored; or null, with the reason. A web address is refused rather than
    /// cut down: what it points at is not always the customer's domain.
    /// </summary>
    public static string? Normalise(ReadOnlySpan<char> text, out string? reason)
    {
        text = text.Trim().TrimEnd('.');
        reason = null;
        if (IsValid(text))
            return text.ToString().ToLowerInvariant();
        reason =
            text.IndexOfAny("/:@?#") >= 0
                ? $"{DetailText.Quote(text)} is not a bare domain: write acme.com, without https://, path or @"
                : $"{DetailText.Quote(text)} is not a domain: write it like acme.com";
        return null;
    }

    /// <summary>Whether the text is a domain of at least two labels.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest || !text.Contains('.'))
            return false;
        foreach (var label in text.Split('.'))
            if (!IsLabel(text[label]))
                return false;
        return true;
    }

    /// <summary>
    /// Whether the character outside ASCII at the start is one that a word in some script is written with, and its length in
    /// UTF-16 units.
    /// </summary>
    internal static (bool Valid, int Length) ForeignCharacter(ReadOnlySpan<char> text, bool symbolsToo)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done)
            return (false, length);
        // The joiners and the two middle dots belong to the spelling of Persian, Indic, Catalan and Japanese names.
        if (rune.Value is 0x200C or 0x200D or 0xB7 or 0x30FB)
            return (true, length);
        var valid = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            <= UnicodeCategory.OtherNumber => true,
            _ => symbolsToo,
        };
        return (valid, length);
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            return false;
        while (label.IndexOfAnyExcept(s_inLabel) is >= 0 and var at)
        {
            if (label[at] < 0x80)
                return false;
            var (valid, length) = ForeignCharacter(label[at..], symbolsToo: false);
            if (!valid)
                return false;
            label = label[(at + length)..];
        }
        return true;
    }
}
