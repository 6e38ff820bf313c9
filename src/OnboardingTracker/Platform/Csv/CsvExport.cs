using System.Net.Http.Headers;
using CsvHelper;

namespace OnboardingTracker.Platform.Csv;

/// <summary>
/// Writes a list as a CSV file (RFC 4180) while it is being read, so that its size does not matter. With a byte order mark,
/// without which Excel shows names in any script but English as rubbish; our import reads it away.
/// </summary>
public static class CsvExport
{
    private static readonly CsvWriterOptions s_format = CsvWriterOptions.Default with { WriteByteOrderMark = true };

    /// <summary>Answers the request with the file.</summary>
    public static async Task WriteAsync<T>(
        HttpResponse response,
        string fileName,
        IReadOnlyList<CsvColumn<T>> columns,
        IAsyncEnumerable<T> rows,
        CancellationToken cancellation
    )
    {
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        response.Headers.CacheControl = "no-store";
        await WriteAsync(response.Body, columns, rows, cancellation);
    }

    /// <summary>Writes the file into a stream, which stays open.</summary>
    public static async Task WriteAsync<T>(
        Stream destination,
        IReadOnlyList<CsvColumn<T>> columns,
        IAsyncEnumerable<T> rows,
        CancellationToken cancellation
    )
    {
        await using var csv = CsvWriter.Create(destination, s_format, leaveOpen: true);
        foreach (var column in columns)
            csv.WriteField(column.Name);
        await csv.EndRecordAsync(cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            foreach (var column in columns)
            {
                var text = column.Text(row) is { Length: > 0 } given ? given : null;
                csv.WriteField(text is null || column.IsNumber ? text : SpreadsheetSafe.Neutralise(text));
            }
            await csv.EndRecordAsync(cancellation);
        }
        await csv.FlushAsync(cancellation);
    }
}
