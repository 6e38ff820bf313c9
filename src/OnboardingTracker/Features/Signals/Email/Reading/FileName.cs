using System.Globalization;
using System.Text;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Makes the name of an attachment one that no file system and no reader can be fooled with.</summary>
internal static class FileName
{
    private static readonly string[] _devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

    public static string Safe(string? claimed, string fallback)
    {
        var line = CleanText.Line(claimed, 1_000);
        var last = line[(line.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = new StringBuilder(last.Length);
        foreach (var c in last)
        {
            var fits = c is not ('<' or '>' or ':' or '"' or '|' or '?' or '*') && char.GetUnicodeCategory(c) != UnicodeCategory.Format;
            name.Append(fits ? c : '_');
        }
        var safe = name.ToString().Trim().Trim('.').Trim();
        if (safe.Length == 0)
            return fallback;
        if (_devices.Any(device => safe.StartsWith(device, StringComparison.OrdinalIgnoreCase)) && IsDevice(safe))
            safe = "_" + safe;
        return Shorten(safe, 150);
    }

    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0];
        return stem.Length == 3 || (stem.Length == 4 && char.IsAsciiDigit(stem[3]));
    }

    private static string Shorten(string name, int length)
    {
        if (name.Length <= length)
            return name;
        var dot = name.LastIndexOf('.');
        var ending = dot > 0 && name.Length - dot <= 12 ? name[dot..] : "";
        return CleanText.Line(name, length - ending.Length) + ending;
    }
}
