using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>How hand-offs are shown. The word always stands in the badge too.</summary>
public static class HandOffWords
{
    public static string Badge(HandOffState state) =>
        state switch
        {
            HandOffState.Pending => "badge badge--accent",
            HandOffState.Accepted => "badge badge--ok",
            HandOffState.Declined => "badge badge--warn",
            _ => "badge",
        };
}
