using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Whether playbooks that create many tasks or mails may do so by themselves: once a lead has run them for real.</summary>
public static class PlaybookReleases
{
    /// <summary>Only leads can ask for a real run; one that was completed releases the playbook.</summary>
    public static async Task<bool> IsReleasedAsync(this TrackerDb db, Playbook playbook, CancellationToken cancel = default) =>
        (await db.ReleasedAsync([playbook], cancel)).Contains(playbook.Name);

    /// <summary>The names of those that are released, asked for all at once.</summary>
    public static async Task<IReadOnlySet<string>> ReleasedAsync(
        this TrackerDb db,
        IReadOnlyCollection<Playbook> playbooks,
        CancellationToken cancel = default
    )
    {
        string[] waiting = [.. playbooks.Where(playbook => playbook.WaitsForFirstRun).Select(playbook => playbook.Name)];
        var released = playbooks
            .Where(playbook => !playbook.WaitsForFirstRun)
            .Select(playbook => playbook.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (waiting is [])
            return released;
        released.UnionWith(
            await db
                .Database.SqlQuery<string>($"""select unnest({waiting}) as "Value" """)
                .Where(name =>
                    db.PlaybookRuns.Any(run =>
                        run.Playbook == name && !run.DryRun && run.Trigger == RunTriggers.AskedFor && run.State == RunState.Completed
                    )
                )
                .ToListAsync(cancel)
        );
        return released;
    }
}
