using System.Text.RegularExpressions;

namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// A person whose data are taken out: how they are found in a text, and what stands there instead. Whole addresses and full names are
/// found, whatever their case; a first name alone is not, since it may be anybody's. Source: pipeline.md, "erase a contact".
/// </summary>
public sealed class ErasedPerson
{
    /// <summary>What stands where they were named.</summary>
    public const string Word = "erased";

    private const string TokenPrefix = "erased:";

    /// <summary>A name of one word, or a longer one than anybody's, is not looked for.</summary>
    private const int LongestName = 100;

    private readonly Regex _regex;
    private readonly Func<string, string> _key;

    /// <param name="address">Lower case.</param>
    /// <param name="names">What they are called, as far as it is known; those of one word are left out.</param>
    /// <param name="key">Makes of an id the same letters every time, from which nobody gets back to it.</param>
    public ErasedPerson(string address, IEnumerable<string?> names, Func<string, string> key)
    {
        Address = address;
        Names = [.. names.OfType<string>().Select(Trimmed).Where(IsFull).Distinct(StringComparer.OrdinalIgnoreCase)];
        _key = key;
        Pattern = PatternOf(address, Names);
        _regex = new Regex(Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    public string Address { get; }

    /// <summary>Full names alone.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads the same to .NET and to PostgreSQL. To be asked without regard to case.</summary>
    public string Pattern { get; }

    /// <summary>Whether a field holds them and nobody else: the address itself, or a full name.</summary>
    public bool Is(string? field) =>
        field is not null
        && (
            string.Equals(field.Trim(), Address, StringComparison.OrdinalIgnoreCase)
            || Names.Contains(Trimmed(field), StringComparer.OrdinalIgnoreCase)
        );

    public bool IsNamedIn(string? text) => text is not null && _regex.IsMatch(text);

    public string? Clean(string? text) => text is null ? null : _regex.Replace(text, Word);

    /// <summary>What stands for an id of theirs from now on: the same for the same id.</summary>
    public string Token(string id) => id.StartsWith(TokenPrefix, StringComparison.Ordinal) ? id : TokenPrefix + _key(id);

    /// <summary>Not as a part of another address or name.</summary>
    public static string PatternOf(string address, IEnumerable<string> names) =>
        string.Join(
            '|',
            [
                $@"(?<![A-Za-z0-9._%+-]){Literal(address)}(?![A-Za-z0-9-]|\.[A-Za-z0-9])",
                .. names.Select(name =>
                    $@"(?<!\w){string.Join(@"\s+", name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Literal))}(?!\w)"
                ),
            ]
        );

    private static string Literal(string text) =>
        string.Concat(text.Select(c => char.IsLetterOrDigit(c) || c == '_' || c > 127 ? $"{c}" : $"\\{c}"));

    private static string Trimmed(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsFull(string name) =>
        name.Contains(' ', StringComparison.Ordinal) && name.Length <= LongestName && !name.Any(char.IsControl);
}
