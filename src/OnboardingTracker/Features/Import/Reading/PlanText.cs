using System.Collections.Frozen;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The plans by their codes, in the spellings that other systems export.</summary>
internal static class PlanText
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Codes = new Dictionary<string, string>
    {
        ["payAsYouGo"] = "payAsYouGo",
        ["pay-as-you-go"] = "payAsYouGo",
        ["pay_as_you_go"] = "payAsYouGo",
        ["pay as you go"] = "payAsYouGo",
        ["startup"] = "startup",
        ["annual"] = "annual",
        ["free"] = "free",
        ["other"] = "other",
    }
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static string? Code(ReadOnlySpan<char> text, out string? problem)
    {
        var known = Codes.TryGetValue(text, out var code);
        problem = known ? null : $"{DetailText.Quote(text)} is not a plan: write payAsYouGo, startup, annual, free or other";
        return known ? code : null;
    }
}
