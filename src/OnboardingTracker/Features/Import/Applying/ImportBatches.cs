using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>Reads the file in batches, one ahead of whoever works them: the file is parsed while the database is busy.</summary>
internal static class ImportBatches
{
    /// <param name="afterLine">Rows up to this line were committed by an earlier run and are passed over.</param>
    public static async IAsyncEnumerable<ImportBatch> ReadAheadAsync(
        ImportRowReader reader,
        Func<long> position,
        long afterLine,
        int size,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<ImportBatch>(1);
        var reading = Task.Run(() => ReadAsync(reader, position, afterLine, size, batches.Writer, stopped.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellation))
                yield return batch;
        }
        finally
        {
            await stopped.CancelAsync();
            await reading;
        }
    }

    /// <summary>Ends in the channel, with what went wrong where something did.</summary>
    private static async Task ReadAsync(
        ImportRowReader reader,
        Func<long> position,
        long afterLine,
        int size,
        ChannelWriter<ImportBatch> batches,
        CancellationToken cancellation
    )
    {
        try
        {
            var rows = new List<ReadRow>(size);
            await foreach (var row in reader.ReadAsync(cancellation))
            {
                if (row.Line <= afterLine)
                    continue;
                rows.Add(row);
                if (rows.Count < size)
                    continue;
                await batches.WriteAsync(new(rows, position()), cancellation);
                rows = new List<ReadRow>(size);
            }
            if (rows.Count > 0)
                await batches.WriteAsync(new(rows, position()), cancellation);
            batches.Complete();
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
        }
    }
}
