using System.Globalization;
using System.Text.RegularExpressions;
using DotLiquid;
using DotLiquid.Exceptions;

namespace OnboardingTracker.Features.Signals.Email.Templates;

/// <summary>
/// Renders templates. A value that the account does not have leaves a marked hole, <c>[[account.renewal]]</c>, which somebody has to fill
/// before the mail is sent.
/// </summary>
public static partial class TemplateText
{
    /// <summary>A letter needs no loops, and what needs none always ends.</summary>
    private static readonly HashSet<string> s_tags = ["if", "elsif", "else", "endif", "unless", "endunless", "comment", "endcomment"];

    /// <summary>Every name that a template can use, with an example.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } =
        new Dictionary<string, string>
        {
            ["account.name"] = "Acme",
            ["account.plan"] = "pay as you go",
            ["account.renewal"] = "20 March 2026",
            ["account.forecast"] = "1250.00 USD",
            ["contact.name"] = "Kim Lee",
            ["contact.firstName"] = "Kim",
            ["contact.email"] = "kim@acme.example",
            ["owner.name"] = "Ann Miller",
            ["sender.name"] = "Ann Miller",
            ["sender.firstName"] = "Ann",
            ["sender.email"] = "ann@example.com",
        };

    /// <summary>Why this is no template, in words for who wrote it; null: it is one.</summary>
    public static string? Problem(string text)
    {
        var tag = Tag().Matches(text).Select(match => match.Groups[1].Value).FirstOrDefault(name => !s_tags.Contains(name));
        if (tag is not null)
            return $"uses the tag {tag}; there are only if and unless";
        var unknown = Output().Matches(text).Select(match => match.Groups[1].Value).FirstOrDefault(name => !Names.ContainsKey(name));
        if (unknown is not null)
            return $"uses {unknown}, which does not exist";
        try
        {
            Render(text, Names);
            return null;
        }
        catch (LiquidException failure)
        {
            return $"is not Liquid: {failure.Message}";
        }
    }

    /// <exception cref="LiquidException">It is none.</exception>
    /// <param name="values">By the names of <see cref="Names"/>; what is missing or empty leaves a hole.</param>
    public static string Render(string text, IReadOnlyDictionary<string, string> values)
    {
        var groups = new Hash();
        foreach (var group in Names.Keys.GroupBy(name => name.Split('.')[0]))
            groups[group.Key] = Hash.FromDictionary(
                group.ToDictionary(
                    name => name.Split('.')[1],
                    object (name) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : Hole(name)
                )
            );
        return Template.Parse(text).Render(new RenderParameters(CultureInfo.InvariantCulture) { LocalVariables = groups });
    }

    /// <summary>The values that a text still lacks.</summary>
    public static IReadOnlyList<string> Holes(string text) => [.. Marked().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    private static string Hole(string name) => $"[[{name}]]";

    [GeneratedRegex(@"\[\[([^\[\]]{1,200})\]\]")]
    private static partial Regex Marked();

    [GeneratedRegex(@"\{%-?\s*(\w*)")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{-?\s*([A-Za-z_][\w.]*)")]
    private static partial Regex Output();
}
