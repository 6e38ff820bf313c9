using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Import.Applying;

namespace OnboardingTracker.Features.Import;

/// <summary>
/// The work of one import, in the background.
/// Enqueued twice: the second finds it done. Run together: the second leaves it to the first.
/// Cut off half-way: what was committed stands, and the next start goes on after it.
/// </summary>
public sealed class ImportJob(ImportRunner runner, TrackerDb db, TimeProvider time, ILogger<ImportJob> log)
{
    public Task PreviewAsync(long importId, CancellationToken cancellation) =>
        OrFailAsync(importId, () => runner.PreviewAsync(importId, cancellation));

    public Task RunAsync(long importId, CancellationToken cancellation) =>
        OrFailAsync(importId, () => runner.RunAsync(importId, cancellation));

    /// <summary>A fault that another try may cure is left to the job server. Any other ends the import with a message, not in endless tries.</summary>
    private async Task OrFailAsync(long importId, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !MayPass(fault))
        {
            log.LogError(fault, "Import {ImportId} failed", importId);
            db.ChangeTracker.Clear();
            var import = await db.Imports.FirstAsync(i => i.Id == importId, CancellationToken.None);
            import.State = ImportState.Failed;
            import.FinishedAt = time.GetUtcNow();
            import.Error =
                "Our own fault, not the file's; the log says more. "
                + (import.StartedAt is null ? "Nothing was changed." : $"Rows up to line {import.AppliedThroughLine} are imported.")
                + " Importing the file again does the rest.";
            await db.SaveChangesAsync(CancellationToken.None);
            await db.ImportChunks.Where(chunk => chunk.ImportId == importId).ExecuteDeleteAsync(CancellationToken.None);
        }
    }

    private static bool MayPass(Exception fault) =>
        fault is NpgsqlException { IsTransient: true } or TimeoutException or IOException
        || (fault.InnerException is { } inner && MayPass(inner));
}
