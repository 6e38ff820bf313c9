using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import.BillingSync;

/// <summary>
/// Takes the billing database's rows in, nightly and on demand: read whole first, then applied as an import is, with its counts and report.
/// What fails, or is suspiciously small, changes nothing.
/// Enqueued twice: the second reads anew and finds nothing changed. Run together: the second leaves it to the first.
/// Cut off half-way: while reading, nothing stays; while applying, the import goes on where it was.
/// </summary>
public sealed class BillingSyncJob(
    TrackerDb db,
    NpgsqlDataSource database,
    ImportUploads uploads,
    BillingSyncSettings settings,
    NoticeBoard notices,
    TimeProvider time,
    ILogger<BillingSyncJob> log
)
{
    public const string FileName = "billing database";

    private static readonly Actor s_actor = Actor.Api("billing sync");

    [AutomaticRetry(Attempts = 0)]
    public Task RunNightlyAsync(CancellationToken cancellation) =>
        settings.IsSetUp ? RunAsync(baseline: false, s_actor.ToString(), cancellation) : Task.CompletedTask;

    /// <param name="baseline">Nobody enters the pipeline by it.</param>
    /// <param name="by">Who asked for it, as an actor is written.</param>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(bool baseline, string by, CancellationToken cancellation)
    {
        if (!settings.IsSetUp)
            return;
        await using var mine = await AdvisoryLock.TryTakeAsync(database, "billing sync", cancellation);
        if (mine is null)
            return;
        var wanted = new NewImport(
            FileName,
            ImportFormat.Ndjson,
            baseline,
            Migrate: false,
            Preview: !baseline && !await HasGoodOneAsync(cancellation),
            Actor.Parse(by)
        )
        {
            IsSync = true,
        };
        await using var rows = new BillingRows(settings);
        try
        {
            await using var lines = rows.Open();
            await uploads.TakeAsync(wanted, lines, cancellation, () => RefuseSmallAsync(rows.Count, cancellation));
            log.LogInformation("The billing sync read {Rows} rows", rows.Count);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await NoteFailureAsync(wanted, failure, cancellation);
        }
    }

    /// <summary>The first one makes leads of the whole book: a person looks at it before it is applied.</summary>
    private Task<bool> HasGoodOneAsync(CancellationToken cancellation) =>
        db.Imports.AnyAsync(i => i.IsSync && i.State == ImportState.Completed, cancellation);

    private async Task RefuseSmallAsync(int rows, CancellationToken cancellation)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancellation);
        var last = await db
            .Imports.AsNoTracking()
            .Where(i => i.IsSync && i.State == ImportState.Completed)
            .OrderByDescending(i => i.Id)
            .Select(i => (int?)i.RowsRead)
            .FirstOrDefaultAsync(cancellation);
        if (rows == 0 || rows < last * policy.SmallestSyncShare)
            throw ImportNotTakenException.TooFew(rows, last ?? 0, policy.SmallestSyncShare);
    }

    private async Task NoteFailureAsync(NewImport wanted, Exception failure, CancellationToken cancellation)
    {
        log.LogError("The billing sync failed: {Reason}", failure.Message);
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        var import = new ImportRecord
        {
            FileName = wanted.FileName,
            Format = wanted.Format,
            Baseline = wanted.Baseline,
            IsSync = true,
            CreatedBy = wanted.By,
            CreatedAt = now,
            FinishedAt = now,
            State = ImportState.Failed,
            Error = $"{failure.Message} Nothing was changed.",
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Imports.Add(import);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = wanted.By,
                Action = "billing sync failed",
                Subject = FileName,
                Values = new Dictionary<string, string?[]> { ["error"] = [null, failure.Message] },
            }
        );
        await db.SaveChangesAsync(cancellation);
        await notices.TellRolesAsync(SyncNotice.Of(import), cancellation);
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload(ImportFeature.Topic), cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
