using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Import.BillingSync;
using OnboardingTracker.Features.Import.Reading;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>
/// Works an import from its first row to its last, batch by batch, each in one transaction with its progress. Started twice: the
/// second finds it done. Run together: the advisory lock has one of them, and the other leaves it at that. Cut off at any line: the next start goes on after
/// the last batch that was committed.
/// </summary>
public sealed class ImportRunner(
    TrackerDb db,
    NpgsqlDataSource database,
    StageDoor door,
    PlaybookReactions reactions,
    PolicyChanges policies,
    NoticeBoard notices,
    BatchSizes sizes,
    TimeProvider time,
    ILogger<ImportRunner> log
)
{
    private const int Attempts = 5;

    /// <summary>A batch may have to wait for somebody else's, such as another import of the same accounts.</summary>
    internal static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Works out what the import would do, and stops for a person's decision.</summary>
    public async Task PreviewAsync(long importId, CancellationToken cancellation = default)
    {
        await using var mine = await AdvisoryLock.TryTakeAsync(database, LockName(importId), cancellation);
        if (mine is null)
            return;
        var import = await db.Imports.FirstAsync(i => i.Id == importId, cancellation);
        if (import.State is not ImportState.Previewing)
            return;
        await ForgetProgressAsync(import, cancellation);
        await WorkAsync(import, preview: true, cancellation);
        if (import.State is ImportState.Previewing)
            await SettleAsync(import, ImportState.Previewed, cancellation);
    }

    /// <summary>Imports.</summary>
    public async Task RunAsync(long importId, CancellationToken cancellation = default)
    {
        await using var mine = await AdvisoryLock.TryTakeAsync(database, LockName(importId), cancellation);
        if (mine is null)
            return;
        var import = await db.Imports.FirstAsync(i => i.Id == importId, cancellation);
        if (import.State is not (ImportState.Queued or ImportState.Running))
            return;
        if (import.State is ImportState.Queued)
        {
            await ForgetProgressAsync(import, cancellation);
            import.State = ImportState.Running;
            import.StartedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellation);
        }
        await WorkAsync(import, preview: false, cancellation);
        if (import.State is not ImportState.Running)
            return;
        // Forecasts were valued by the policy that was read at the start.
        if (await db.PolicyVersions.AnyAsync(version => version.ChangedAt >= import.StartedAt, cancellation))
            await policies.ValueForecastsAnewAsync(cancellation);
        var moved = await reactions.AfterChangesSinceAsync(import.StartedAt!.Value, cancellation);
        // What the playbooks did over again has let go of whatever was read before.
        import = await db.Imports.FirstAsync(i => i.Id == importId, cancellation);
        import.NewLeads += moved.GetValueOrDefault(PlaybookNames.NewLead);
        await SettleAsync(import, ImportState.Completed, cancellation);
    }

    private async Task WorkAsync(ImportRecord import, bool preview, CancellationToken cancellation)
    {
        db.Database.SetCommandTimeout(StatementTimeout);
        var run = await db.RunContextAsync(time.GetUtcNow(), cancellation);
        var stages = await db.StagesAsync(cancellation);
        var context = new BatchContext(import.Id, run, import.CreatedBy, import.Baseline, stages) { Preview = preview ? new() : null };
        var options = new ImportReadOptions(
            run.Policy.TeamCurrency,
            run.Today,
            import.Migrate ? [.. stages.InOrder.Select(stage => stage.Code)] : []
        );
        try
        {
            await using var file = new ImportFile(database, import.Id);
            await using var reader = await ImportRowReader.OpenAsync(file, import.Format, options, cancellation);
            var after = import.AppliedThroughLine;
            await foreach (var batch in ImportBatches.ReadAheadAsync(reader, () => file.Position, after, sizes.ImportRows, cancellation))
                if (!await WorkAsync(import, batch, context, cancellation))
                    return;
            import.Warnings = reader.Warnings;
        }
        catch (ImportRefusedException refused)
        {
            import.Error = refused.Message;
            await SettleAsync(import, ImportState.Failed, cancellation);
        }
    }

    /// <returns>Whether to go on: a preview can be canceled while it is made.</returns>
    private async Task<bool> WorkAsync(ImportRecord import, ImportBatch batch, BatchContext context, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.Entry(import).ReloadAsync(cancellation);
                if (import.State is ImportState.Canceled)
                    return false;
                await CommitAsync(import, batch, context, lockFirst: attempt > 1, cancellation);
                return true;
            }
            catch (Exception clash) when (attempt < Attempts && IsClash(clash))
            {
                log.LogInformation(
                    "Import {ImportId} works the batch to line {Line} again: {Reason}",
                    import.Id,
                    batch.LastLine,
                    clash.Message
                );
            }
        }
    }

    /// <param name="lockFirst">Nobody changes the batch's accounts until it is written: for another try, which then cannot clash with people at work.</param>
    private async Task CommitAsync(
        ImportRecord import,
        ImportBatch batch,
        BatchContext context,
        bool lockFirst,
        CancellationToken cancellation
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (lockFirst)
            await ExistingAccounts.LockAsync(db, batch, cancellation);
        var plan = new BatchPlanner(context).Plan(batch, await ExistingAccounts.ReadAsync(db, batch, cancellation));
        if (context.Preview is null)
            await new BatchWrites((NpgsqlTransaction)transaction.GetDbTransaction(), context, door).WriteAsync(plan, cancellation);
        else
            import.NewLeads += plan.NewLeads;
        await RejectAsync(import.Id, plan.Rejections, cancellation);
        import.AppliedThroughLine = batch.LastLine;
        import.BytesRead = batch.BytesRead;
        import.RowsRead += plan.RowsRead;
        import.Created += plan.Created;
        import.Updated += plan.Updated;
        import.Unchanged += plan.Unchanged;
        import.Rejected += plan.Rejected;
        await db.SaveChangesAsync(cancellation);
        if (import is { IsSync: true, State: ImportState.Failed })
            await notices.TellRolesAsync(SyncNotice.Of(import), cancellation);
        await TellAsync(import.Id, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Open pages show the progress.</summary>
    private Task TellAsync(long importId, CancellationToken cancellation) =>
        LiveChannel.NotifyAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(),
            LiveChannel.Payload(ImportFeature.Topic, importId),
            cancellation
        );

    private async Task RejectAsync(long importId, List<RowRejection> rejections, CancellationToken cancellation)
    {
        if (rejections.Count == 0)
            return;
        await using var copy = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync(
            "copy import_rejections (import_id, line, field, reason) from stdin (format binary)",
            cancellation
        );
        foreach (var rejection in rejections)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(importId, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync((long)rejection.Line, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(rejection.Field ?? "", NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(rejection.Reason, NpgsqlDbType.Text, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Before a preview, and between a preview and the import itself, whose numbers then count from zero.</summary>
    private async Task ForgetProgressAsync(ImportRecord import, CancellationToken cancellation)
    {
        await db.ImportRejections.Where(r => r.ImportId == import.Id).ExecuteDeleteAsync(cancellation);
        (import.AppliedThroughLine, import.BytesRead) = (0, 0);
        (import.RowsRead, import.Created, import.Updated, import.Unchanged, import.Rejected, import.NewLeads) = (0, 0, 0, 0, 0, 0);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Ends a part of the import's life. Where it is over, the file goes.</summary>
    private async Task SettleAsync(ImportRecord import, ImportState state, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        import.State = state;
        if (state is not ImportState.Previewed)
        {
            import.FinishedAt = time.GetUtcNow();
            await db.ImportChunks.Where(chunk => chunk.ImportId == import.Id).ExecuteDeleteAsync(cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        await TellAsync(import.Id, cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogInformation(
            "Import {ImportId} {State}: {RowsRead} rows read, {Created} created, {Updated} updated, {Unchanged} unchanged, {Rejected} rejected, {NewLeads} new leads",
            import.Id,
            state,
            import.RowsRead,
            import.Created,
            import.Updated,
            import.Unchanged,
            import.Rejected,
            import.NewLeads
        );
    }

    private static bool IsClash(Exception failure) =>
        failure is BatchClashException
        || failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };

    private static string LockName(long importId) => $"import {importId}";
}
