using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// Sets runs and undos to work whose job was lost: the process died between noting the wish and enqueueing it. Where a run of the
/// same playbook is at work, nothing is lost that the next sweep would not find; where the job is only late, the second one finds
/// the work done.
/// </summary>
public sealed class PlaybookSweep(TrackerDb db, NpgsqlDataSource database, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>How long a job may take to be picked up before it is looked after.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken cancel)
    {
        await MakeUpAsync(cancel);
        var before = time.GetUtcNow() - s_patience;
        var waiting = await db
            .PlaybookRuns.AsNoTracking()
            .Where(run =>
                (run.State == RunState.Queued && run.RequestedAt < before) || (run.UndoRequestedAt < before && run.UndoneAt == null)
            )
            .OrderBy(run => run.Id)
            .ToListAsync(cancel);
        foreach (var ofOne in waiting.GroupBy(run => run.Playbook))
        {
            // Its lock is held: somebody is at work on it, and may be waiting for this very run.
            await using var free = await AdvisoryLock.TryTakeAsync(database, PlaybookRunner.LockOf(ofOne.Key), cancel);
            if (free is null)
                continue;
            foreach (var run in ofOne)
                if (run.State == RunState.Queued)
                    jobs.Enqueue<RunPlaybookJob>(job => job.RunAsync(run.Id, CancellationToken.None));
                else
                    jobs.Enqueue<UndoPlaybookRunJob>(job => job.RunAsync(run.Id, CancellationToken.None));
        }
    }

    /// <summary>Today's runs that were held for want of fresh data are made once it is there.</summary>
    private async Task MakeUpAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var context = await db.RunContextAsync(now, cancel);
        if (await db.FreshnessAsync(now, cancel) is { IsGate: false } or { IsHeld: true })
            return;
        foreach (var playbook in PlaybookBook.All.Where(playbook => playbook.NeedsFreshData))
        {
            var dueAt = TeamCalendar.Next(playbook.DailyAt(context), now.AddDays(-1), context.Policy);
            // Its own time comes first, and a run may be at work.
            if (!await db.IsReleasedAsync(playbook, cancel))
                continue;
            if (context.DayOf(dueAt) != context.Today || dueAt + s_patience > now)
                continue;
            var made = await db.PlaybookRuns.AnyAsync(
                run => run.Playbook == playbook.Name && run.Trigger == RunTriggers.Schedule && run.RequestedAt >= dueAt,
                cancel
            );
            if (!made)
                jobs.Enqueue<DailyPlaybookJob>(job => job.RunAsync(playbook.Name, CancellationToken.None));
        }
    }
}
