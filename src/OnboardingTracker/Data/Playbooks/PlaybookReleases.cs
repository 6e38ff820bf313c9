using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Whether playbooks that create many tasks or mails may do so by themselves: once a lead has run them for real.</summary>
public static class PlaybookReleases
{
    /// <summary>Only leads can ask for a real run; one that was completed releases the playbook.</summary>
    public static async Task<bool> IsReleasedAsync(this TrackerDb db, Playbook playbook, CancellationToken cancel = default) =>
        !playbook.WaitsForFirstRun
        || await db.PlaybookRuns.AnyAsync(
            run => run.Playbook == playbook.Name && !run.DryRun && run.Trigger == RunTriggers.AskedFor && run.State == RunState.Completed,
            cancel
        );

    /// <summary>The names of those that are released.</summary>
    public static async Task<IReadOnlySet<string>> ReleasedAsync(
        this TrackerDb db,
        IReadOnlyCollection<Playbook> playbooks,
        CancellationToken cancel = default
    )
    {
        var released = new HashSet<string>(StringComparer.Ordinal);
        // One by one: each ends at the first run that it finds, where one query for all may look through every run.
        foreach (var playbook in playbooks)
            if (await db.IsReleasedAsync(playbook, cancel))
                released.Add(playbook.Name);
        return released;
    }
}
