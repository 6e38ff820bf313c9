using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Why a playbook is run.</summary>
public static class RunTriggers
{
    public const string Schedule = "schedule";
    public const string AccountChanged = "account changed";
    public const string AskedFor = "asked for";
}

/// <summary>A wish to run a playbook.</summary>
/// <param name="BasedOnId">The dry run whose set was approved; null: whatever is due.</param>
public sealed record RunRequest(string Playbook, bool DryRun, long? BasedOnId, string Trigger, Actor RequestedBy);

/// <summary>A run that may not be: the message says why, for the person who asked.</summary>
public sealed class RunRefusedException(string rule, string message) : Exception(message)
{
    public string Rule { get; } = rule;
}
