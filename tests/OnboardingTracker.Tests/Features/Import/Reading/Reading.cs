using System.Text;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

/// <summary>Reads a whole file given as text or bytes, as the tests need it.</summary>
internal static class Reading
{
    public static readonly ImportReadOptions Options = new("USD", new DateOnly(2026, 11, 20), []);

    public static readonly ImportReadOptions Migrating = Options with { StageCodes = [.. StageCatalogue.Shipped.Select(s => s.Code)] };

    public static Task<FileRead> CsvAsync(string text, ImportReadOptions? options = null) =>
        ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportFormat.Csv, options);

    public static Task<FileRead> NdjsonAsync(string text, ImportReadOptions? options = null) =>
        ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportFormat.Ndjson, options);

    public static async Task<FileRead> ReadAsync(Stream file, ImportFormat format, ImportReadOptions? options = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var reader = await ImportRowReader.OpenAsync(file, format, options ?? Options, cancellation);
        var rows = new List<ReadRow>();
        await foreach (var row in reader.ReadAsync(cancellation))
            rows.Add(row);
        return new(rows, reader.Warnings);
    }
}

internal sealed record FileRead(List<ReadRow> Rows, IReadOnlyList<string> Warnings)
{
    public ImportRow[] Taken => [.. Rows.Where(r => r.Row is not null).Select(r => r.Row!)];

    public RowRejection[] Rejections => [.. Rows.SelectMany(r => r.Rejections)];

    /// <summary>The one row of a file that has one and that is fine.</summary>
    public ImportRow Only =>
        Rejections.Length == 0 ? Taken.Single() : throw new InvalidOperationException(string.Join(" ", Rejections.AsEnumerable()));
}
