using Hangfire;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;

namespace OnboardingTracker.Features.Import;

/// <summary>
/// Sets imports to work whose job was lost: the process died between storing the file and enqueueing, or all tries failed while the
/// database was away. Where a job is at work already, the second one leaves it to the first.
/// </summary>
public sealed class ImportSweep(TrackerDb db, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>How long a job may take to be picked up before it is looked after.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - s_patience;
        var waiting = await db
            .Imports.AsNoTracking()
            .Where(i => i.CreatedAt < before)
            .Where(i => i.State == ImportState.Previewing || i.State == ImportState.Queued || i.State == ImportState.Running)
            .OrderBy(i => i.Id)
            .Select(i => new { i.Id, i.State })
            .ToListAsync(cancellation);
        foreach (var import in waiting)
            if (import.State is ImportState.Previewing)
                jobs.Enqueue<ImportJob>(job => job.PreviewAsync(import.Id, CancellationToken.None));
            else
                jobs.Enqueue<ImportJob>(job => job.RunAsync(import.Id, CancellationToken.None));
    }
}
