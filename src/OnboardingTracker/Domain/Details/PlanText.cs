using System.Collections.Frozen;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Domain.Details;

/// <summary>A plan as written in a file: its code, or pay-as-you-go in the spellings that other systems export.</summary>
public static class PlanText
{
    private static readonly FrozenDictionary<string, Plan>.AlternateLookup<ReadOnlySpan<char>> s_plans = Enum.GetValues<Plan>()
        .ToDictionary(plan => AccountDetails.Code(plan))
        .Concat([new("pay-as-you-go", Plan.PayAsYouGo), new("pay_as_you_go", Plan.PayAsYouGo), new("pay as you go", Plan.PayAsYouGo)])
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads the plan, or says in plain words why not.</summary>
    public static Plan? Parse(ReadOnlySpan<char> text, out string? reason)
    {
        var known = s_plans.TryGetValue(text, out var plan);
        reason = known ? null : $"{DetailText.Quote(text)} is not a plan: write payAsYouGo, startup, annual, free or other";
        return known ? plan : null;
    }
}
