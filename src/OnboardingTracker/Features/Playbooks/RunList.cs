using OnboardingTracker.Data.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Which runs a list shows.</summary>
public enum RunsShown
{
    All,
    Scheduled,
    AskedFor,
    OnChange,
    DryRuns,
}

/// <summary>One page of a playbook's runs, newest first.</summary>
/// <param name="Next">The run after which the next, older page begins; null: this is the last one.</param>
public sealed record RunList(IReadOnlyList<PlaybookRun> Runs, RunsShown Shown, long? Next)
{
    public const int PageSize = 25;
}
