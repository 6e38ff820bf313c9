using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OnboardingTracker.Platform.Api;

/// <summary>Which page of a list is asked for.</summary>
public static class ApiPage
{
    public const int DefaultLimit = 50;
    public const int MostItems = 500;

    public static int Limit(string? text)
    {
        if (text is null)
            return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostItems
            ? limit
            : throw ApiProblemException.Invalid("limit", $"A number from 1 to {MostItems}.");
    }

    public static ApiProblemException BadCursor() =>
        ApiProblemException.Invalid("cursor", "Not a cursor of this list in this order; leave it out to begin at the first page.");

    /// <summary>A place in a list whose rows have ascending or descending numbers.</summary>
    public static string Cursor(string list, long place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{list} {place}")));

    /// <summary>The place that a cursor of this list holds; null: none was given.</summary>
    public static long? Place(string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        return TryPlace(list, cursor, out var place) ? place : throw BadCursor();
    }

    public static bool TryPlace(string list, string cursor, out long place)
    {
        place = 0;
        var text = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : "";
        return text.StartsWith(list + " ", StringComparison.Ordinal)
            && long.TryParse(text[(list.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }

    /// <summary>Makes a page of one row more than asked for: that row only tells that there is a next page.</summary>
    public static ApiList<T> Of<T>(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count > limit ? new(rows[..limit], cursor(rows[limit - 1])) : new(rows, null);
}
