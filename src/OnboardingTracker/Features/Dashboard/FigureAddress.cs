using System.Globalization;
using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>Addresses that mean the same figures: of the same moment and the same days.</summary>
public static class FigureAddress
{
    /// <summary>What a list, file or answer of the API must be told to agree with what is shown.</summary>
    public static string Of(FigureReading reading) => Of(reading.Query, withSpan: reading.Table.Weeks > 0);

    public static string Of(FigureQuery query, bool withSpan) =>
        string.Join(
            '&',
            new[]
            {
                query.AsOf.IsNow ? null : "asOf=" + Day(query.AsOf.Day),
                withSpan ? "from=" + Day(query.Span.From) : null,
                withSpan ? "to=" + Day(query.Span.To) : null,
            }.OfType<string>()
        );

    /// <summary>Where a number leads: the list of its accounts, of the same moment and days where it names none of its own.</summary>
    public static string Opening(string opens, string address)
    {
        if (opens.StartsWith('/'))
            return opens;
        var own = opens.Split('&').Select(part => part.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        var rest = address.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !own.Contains(part.Split('=')[0]));
        return "/dashboard/accounts?" + string.Join('&', rest.Prepend(opens));
    }

    public static string Page(string path, string address) => address.Length == 0 ? path : $"{path}?{address}";

    /// <summary>The same page with other days; empty ones are left out.</summary>
    public static string Page(string path, DateOnly? asOf, DateOnly? from, DateOnly? to) =>
        Page(path, string.Join('&', new[] { Part("asOf", asOf), Part("from", from), Part("to", to) }.OfType<string>()));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Part(string name, DateOnly? day) => day is { } known ? $"{name}={Day(known)}" : null;
}

/// <summary>A link to rows that a page leaves out.</summary>
public sealed record FigureMore(string Words, string Address);
