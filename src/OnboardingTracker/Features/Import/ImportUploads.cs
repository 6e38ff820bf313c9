using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Platform.Options;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>Takes files in: streamed into the database piece by piece, all or nothing, without a copy on this machine.</summary>
public sealed class ImportUploads(TrackerDb db, TrackerOptions options, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Stores the file and sets the job to work. Where the sender breaks off, nothing stays.</summary>
    /// <exception cref="ImportNotTakenException">The file is empty, or larger than the deployment takes.</exception>
    /// <param name="check">Called when the file is read whole, before anything of it stays; may refuse it.</param>
    public async Task<ImportRecord> TakeAsync(NewImport wanted, Stream file, CancellationToken cancellation, Func<Task>? check = null)
    {
        var import = new ImportRecord
        {
            FileName = wanted.FileName,
            Format = wanted.Format,
            Baseline = wanted.Baseline,
            Migrate = wanted.Migrate,
            IsSync = wanted.IsSync,
            CreatedBy = wanted.By,
            CreatedAt = time.GetUtcNow(),
            State = wanted.Preview ? ImportState.Previewing : ImportState.Queued,
        };
        await StoreAsync(import, file, check, cancellation);
        // Should we die in between, the sweep finds it.
        if (wanted.Preview)
            jobs.Enqueue<ImportJob>(job => job.PreviewAsync(import.Id, CancellationToken.None));
        else
            jobs.Enqueue<ImportJob>(job => job.RunAsync(import.Id, CancellationToken.None));
        return import;
    }

    private async Task StoreAsync(ImportRecord import, Stream file, Func<Task>? check, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancellation);
        import.Bytes = await CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), import.Id, file, cancellation);
        if (check is not null)
            await check();
        if (import.Bytes == 0)
            throw ImportNotTakenException.Empty();
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = import.CreatedAt,
                Actor = import.CreatedBy,
                Action = import.IsSync ? "billing sync read" : "file sent for import",
                Subject = ImportDecisions.SubjectOf(import),
                Values = new Dictionary<string, string?[]>
                {
                    ["baseline"] = [null, import.Baseline ? "true" : "false"],
                    ["migrate"] = [null, import.Migrate ? "true" : "false"],
                },
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<long> CopyAsync(NpgsqlConnection connection, long importId, Stream file, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy import_chunks (import_id, number, bytes) from stdin (format binary)",
            cancellation
        );
        var piece = new byte[ImportFile.PieceSize];
        var (total, number) = (0L, 0);
        while (await file.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation) is > 0 and var read)
        {
            total += read;
            if (total > options.MaxImportBytes)
                throw ImportNotTakenException.TooLarge(options.MaxImportBytes);
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(importId, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(number++, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(piece.AsMemory(0, read), NpgsqlDbType.Bytea, cancellation);
        }
        await copy.CompleteAsync(cancellation);
        return total;
    }
}
