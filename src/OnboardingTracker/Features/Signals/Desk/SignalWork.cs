using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>How the pages of signals write how far one has come.</summary>
public static class SignalWork
{
    /// <summary>Whether a person can give it an account.</summary>
    public static bool IsWaiting(SignalState state) =>
        state is SignalState.Unmatched or SignalState.Ambiguous or SignalState.Failed or SignalState.Dismissed;

    public static string Of(SignalState state) =>
        state switch
        {
            SignalState.Received => "To be worked",
            SignalState.Unused => "Not used",
            SignalState.Ambiguous => "Several accounts fit",
            SignalState.Retrying => "Being tried again",
            _ => state.ToString(),
        };

    public static string BadgeOf(SignalState state) =>
        state switch
        {
            SignalState.Worked => "badge badge--ok",
            SignalState.Unmatched or SignalState.Ambiguous or SignalState.Retrying => "badge badge--warn",
            SignalState.Failed => "badge badge--danger",
            _ => "badge",
        };

    /// <summary>What a person did, to be put after their name.</summary>
    public static string Of(CorrectionKind kind) =>
        kind switch
        {
            CorrectionKind.Engagement => "said that it is engagement",
            CorrectionKind.NotEngagement => "said that it is no engagement",
            CorrectionKind.AsItLooks => "took their word back: what it looks like counts",
            CorrectionKind.OtherAccount => "gave it to",
            CorrectionKind.Assigned => "gave it to",
            _ => "said that it concerns no account of ours",
        };
}
