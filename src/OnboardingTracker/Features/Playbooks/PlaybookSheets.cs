using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Reads playbooks with their switch and last run.</summary>
public sealed class PlaybookSheets(TrackerDb db, PlaybookRunner runner, TimeProvider time)
{
    public Task<IReadOnlyList<PlaybookSheet>> AllAsync(CancellationToken cancel) => ReadAsync(PlaybookBook.All, cancel);

    /// <returns>Null: there is no such playbook.</returns>
    public async Task<PlaybookSheet?> FindAsync(string name, CancellationToken cancel) =>
        PlaybookBook.Find(name) is { } playbook ? (await ReadAsync([playbook], cancel))[0] : null;

    private async Task<IReadOnlyList<PlaybookSheet>> ReadAsync(IReadOnlyList<Playbook> playbooks, CancellationToken cancel)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var stages = await db.StagesAsync(cancel);
        var names = await db.ActorNamesAsync(cancel);
        var switches = await db.PlaybookSwitches.AsNoTracking().ToDictionaryAsync(s => s.Playbook, cancel);
        var sheets = new List<PlaybookSheet>();
        foreach (var playbook in playbooks)
        {
            var last = await db
                .PlaybookRuns.AsNoTracking()
                .Where(run => run.Playbook == playbook.Name && !run.DryRun)
                .OrderByDescending(run => run.Id)
                .FirstOrDefaultAsync(cancel);
            sheets.Add(
                new PlaybookSheet(
                    playbook,
                    switches.GetValueOrDefault(playbook.Name),
                    last,
                    context,
                    stages,
                    names,
                    await db.IsReleasedAsync(playbook, cancel),
                    (await runner.WhyNotAsync(playbook.Name, cancel))?.Message
                )
            );
        }
        return sheets;
    }
}
