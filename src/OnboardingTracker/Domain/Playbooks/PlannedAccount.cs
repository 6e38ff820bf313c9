using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>An account with everything that the runs to come look at. Its alerts are changed by walking through them.</summary>
/// <param name="Subject">With bills, alerts and what the survey asks for, as far as <paramref name="Runs"/> look at them.</param>
/// <param name="Holds">Those that nobody has lifted.</param>
/// <param name="Runs">The runs that may reach it, in their order.</param>
/// <param name="Story">What its signals tell; null: they will not move it.</param>
public sealed record PlannedAccount(
    PlaybookSubject Subject,
    IReadOnlyList<Hold> Holds,
    IReadOnlyList<PlannedRun> Runs,
    PlannedStory? Story = null
);

/// <param name="History">All transitions, in their order.</param>
/// <param name="ReviewAt">When a call will be taken as held; null: none will.</param>
/// <param name="CalledForAt">When the signal arrived that calls for a playbook which has yet to act on it.</param>
public sealed record PlannedStory(
    IReadOnlyList<Transition> History,
    IReadOnlyList<ReceivedSignal> Signals,
    DateTimeOffset? ReviewAt,
    DateTimeOffset? CalledForAt
);
