using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace OnboardingTracker.Tests.Features.Board;

/// <summary>What somebody sees of the board, read from its HTML.</summary>
internal sealed partial class BoardPage(string html)
{
    public string Html { get; } = html;

    /// <summary>The stage codes of the columns, from left to right.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. Column().Matches(html).Select(match => match.Groups["stage"].Value)];

    /// <summary>The names on a column's cards, from top to bottom.</summary>
    public IReadOnlyList<string> Cards(string stage) =>
        [.. Card().Matches(Part(stage)).Select(match => WebUtility.HtmlDecode(match.Groups["name"].Value))];

    /// <summary>The last transition that the person who drags a card has seen.</summary>
    public long Expected(string name) =>
        long.Parse(
            Card().Matches(Html).Single(match => WebUtility.HtmlDecode(match.Groups["name"].Value) == name).Groups["expected"].Value,
            CultureInfo.InvariantCulture
        );

    /// <summary>Everything a column says, without its markup.</summary>
    public string Text(string stage) => WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(Part(stage), " "), " "));

    public string? MoreUrl(string stage) =>
        More().Match(Part(stage)) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["url"].Value) : null;

    private string Part(string stage)
    {
        var start = Html.IndexOf($"data-board-column=\"{stage}\"", StringComparison.Ordinal);
        start.Should().BePositive($"the board has a column {stage}");
        return Html[start..Html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("data-board-column=\"(?<stage>[^\"]+)\"")]
    private static partial Regex Column();

    [GeneratedRegex("<li class=\"board-card\"[^>]*data-name=\"(?<name>[^\"]*)\"[^>]*data-expected=\"(?<expected>[0-9]+)\"")]
    private static partial Regex Card();

    [GeneratedRegex("<a [^>]*href=\"(?<url>[^\"#]+)[^\"]*\"[^>]*>Show more")]
    private static partial Regex More();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
