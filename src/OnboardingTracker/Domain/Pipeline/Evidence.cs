namespace OnboardingTracker.Domain.Pipeline;

/// <summary>What a transition stands on: for a playbook, each condition with the value that fulfilled it.</summary>
/// <param name="On">The day on which it was decided, in the team's time zone.</param>
/// <param name="Facts">Condition or fact, and its value in plain words.</param>
/// <param name="PolicyVersion">The version of the policy that was read.</param>
/// <param name="Signals">The ids of the signals that said so.</param>
public sealed record Evidence(
    DateOnly? On,
    IReadOnlyList<EvidenceFact> Facts,
    int? PolicyVersion = null,
    IReadOnlyList<long>? Signals = null
);

/// <param name="Name">The condition, such as "renewal within 10 days".</param>
/// <param name="Value">What it was, such as "renews on 2026-12-01".</param>
public sealed record EvidenceFact(string Name, string Value);
