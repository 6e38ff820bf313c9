using System.Globalization;

namespace OnboardingTracker.Domain.Details;

/// <summary>
/// A calendar day as written in a file: <c>2026-12-31</c>. <c>31/12/2026</c> and times of day are refused: they are read
/// differently in different places.
/// </summary>
public static class DayText
{
    /// <summary>The first year that a day of ours can lie in; an earlier one is a slip or a spreadsheet's zero.</summary>
    public const int FirstYear = 2000;

    /// <summary>The last year that a day of ours can lie in; a later one stands for "never" in some systems.</summary>
    public const int LastYear = 2100;

    /// <summary>Reads the day, or says in plain words why not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day, out string? reason)
    {
        day = default;
        reason = null;
        if (!HasShape(text))
            reason = $"{DetailText.Quote(text)} is not a day: write it as YYYY-MM-DD, like 2026-12-31";
        else if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            reason = $"{DetailText.Quote(text)} is not in the calendar";
        else if (day.Year is < FirstYear or > LastYear)
            reason = $"{DetailText.Quote(text)} is outside the years {FirstYear} to {LastYear}";
        return reason is null;
    }

    private static bool HasShape(ReadOnlySpan<char> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        for (var i = 0; i < text.Length; i++)
            if (i is not (4 or 7) && !char.IsAsciiDigit(text[i]))
                return false;
        return true;
    }
}
