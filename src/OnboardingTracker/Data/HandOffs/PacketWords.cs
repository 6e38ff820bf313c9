using System.Globalization;
using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>How a packet is written for people, in mail, file and page alike.</summary>
public static class PacketWords
{
    public static string PathOf(long handOffId) => string.Create(CultureInfo.InvariantCulture, $"/hand-offs/{handOffId}");

    public static string Of(HandOffUrgency urgency) =>
        urgency switch
        {
            HandOffUrgency.Soon => "this week",
            HandOffUrgency.Now => "they wait for a call",
            _ => "no hurry",
        };

    public static string Of(HandOffState state) =>
        state switch
        {
            HandOffState.Pending => "Waits for Sales",
            _ => state.ToString(),
        };

    public static string OfPlan(string plan) =>
        plan switch
        {
            "payAsYouGo" => "Pay-as-you-go",
            _ => Capital(plan),
        };

    public static string OfRisk(string assessment) =>
        assessment switch
        {
            "likelyToPay" => "Likely to pay",
            "atRisk" => "At risk",
            "unlikelyToPay" => "Unlikely to pay",
            _ => "Not assessed",
        };

    /// <summary>Of a call, an invoice or a point of the checklist.</summary>
    public static string OfState(string state) =>
        state switch
        {
            "canceled" => "Cancelled",
            "noShow" => "Nobody came",
            "notNeeded" => "Not needed",
            "completed" => "Held",
            _ => Capital(state),
        };

    private static string Capital(string code) => code.Length == 0 ? code : char.ToUpperInvariant(code[0]) + code[1..];
}
