using Microsoft.AspNetCore.Mvc.ModelBinding;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>What the form asks.</summary>
public sealed class HandOffInput
{
    public string? Reason { get; set; }

    public string? Wants { get; set; }

    public string? Volume { get; set; }

    public HandOffUrgency Urgency { get; set; }

    public string? SpokenWith { get; set; }

    public string? SalesPerson { get; set; }

    /// <summary>Trims what was typed, and says of each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        Reason = Text(nameof(Reason), Reason, MoveRules.LongestReason, state, breaks: true);
        if (Reason is null)
            state.AddModelError(nameof(Reason), "Say why it goes to Sales: it is the first thing that they read.");
        Wants = Text(nameof(Wants), Wants, HandOff.LongestText, state, breaks: true);
        Volume = Text(nameof(Volume), Volume, HandOff.LongestVolume, state);
        SpokenWith = Text(nameof(SpokenWith), SpokenWith, HandOff.LongestText, state);
        SalesPerson = Text(nameof(SalesPerson), SalesPerson, EmailAddress.Longest, state);
        if (!Enum.IsDefined(Urgency))
            Urgency = HandOffUrgency.Normal;
        if (SalesPerson is null)
            return;
        if (EmailAddress.Normalise(SalesPerson, out var reason) is { } address)
            SalesPerson = address;
        else
            state.AddModelError(nameof(SalesPerson), $"{reason}.");
    }

    private static string? Text(string name, string? typed, int longest, ModelStateDictionary state, bool breaks = false)
    {
        var text = typed?.ReplaceLineEndings("\n").Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (DetailText.Problem(text, longest, breaks) is { } problem)
            state.AddModelError(name, $"The text {problem}.");
        return text;
    }
}
