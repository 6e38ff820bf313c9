using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Accounts;

/// <summary>A signal as the history shows it: what it says, without what arrived.</summary>
public sealed record HeardSignal(
    long Id,
    string Source,
    SignalFact Fact,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    bool? IsEngagement,
    Domain.Actor? CorrectedBy
);
