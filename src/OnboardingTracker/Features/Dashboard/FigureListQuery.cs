using System.Globalization;
using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What an address says of the number whose accounts it asks for.</summary>
/// <param name="Figure">The list's name.</param>
/// <param name="Keys">What else tells the number from others.</param>
/// <param name="After">The page lies behind this place; null: it is the first.</param>
public sealed record FigureListQuery(string? Figure, IReadOnlyDictionary<string, string> Keys, FigurePlace? After, string Address)
{
    private static readonly string[] s_others = ["figure", "asOf", "from", "to", "after"];

    public static FigureListQuery Parse(IQueryCollection query) =>
        new(
            // The database has no such character: what holds it names nothing.
            query.Any(part => part.Value.ToString().Contains('\0', StringComparison.Ordinal))
                ? null
                : query["figure"].FirstOrDefault(),
            query
                .Where(part => !s_others.Contains(part.Key, StringComparer.Ordinal))
                .ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal),
            Place(query["after"].FirstOrDefault()),
            string.Join(
                '&',
                query
                    .Where(part => part.Key != "after" && part.Value.ToString().Length > 0)
                    .Select(part => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value.ToString())}")
            )
        );

    public string Page(FigurePlace after) =>
        string.Create(CultureInfo.InvariantCulture, $"/dashboard/accounts?{Address}&after={after.At.UtcTicks}_{after.Key}_{after.Rank}");

    /// <summary>Whatever is no place is the beginning.</summary>
    private static FigurePlace? Place(string? text) =>
        text?.Split('_') is [var ticks, var key, var rank]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTime.MaxValue.Ticks
        && long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(rank, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first)
            ? new(new DateTimeOffset(at, TimeSpan.Zero), id, first)
            : null;
}
