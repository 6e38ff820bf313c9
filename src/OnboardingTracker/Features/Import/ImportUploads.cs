using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data;
using OnboardingTracker.Platform.Options;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>Takes files in: streamed into the database piece by piece, all or nothing, without a copy on this machine.</summary>
public sealed class ImportUploads(TrackerDb db, TrackerOptions options)
{
    /// <summary>Stores the file with its import. Where the sender breaks off, nothing stays.</summary>
    /// <exception cref="ImportTooLargeException">The file is larger than the deployment takes.</exception>
    public async Task StoreAsync(ImportRecord import, Stream file, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancellation);
        import.Bytes = await CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), import.Id, file, cancellation);
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
                throw new ImportTooLargeException(options.MaxImportBytes);
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(importId, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(number++, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(piece.AsMemory(0, read), NpgsqlDbType.Bytea, cancellation);
        }
        await copy.CompleteAsync(cancellation);
        return total;
    }
}
