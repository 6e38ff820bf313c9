using OnboardingTracker.Data.Imports;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// Reads a file row by row in constant memory. A row that cannot be taken never stops the file: it comes out as a rejection
/// that names the line, the field and the reason.
/// </summary>
public abstract class ImportRowReader : IAsyncDisposable
{
    private const int MostWarnings = 50;
    private readonly List<string> _warnings = [];

    /// <summary>What the sender should know about the file as a whole, such as columns that mean nothing to us.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens the file, as far as its encoding and its header.</summary>
    /// <exception cref="ImportRefusedException">The file as a whole cannot be read.</exception>
    public static async Task<ImportRowReader> OpenAsync(
        Stream file,
        ImportFormat format,
        ImportReadOptions options,
        CancellationToken cancellation
    )
    {
        var text = await Utf8Source.OpenAsync(file, cancellation);
        return format switch
        {
            ImportFormat.Csv => await CsvRowReader.OpenAsync(text, options, cancellation),
            ImportFormat.Ndjson => new NdjsonRowReader(text, options),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    public abstract IAsyncEnumerable<ReadRow> ReadAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    protected void Warn(string warning)
    {
        if (_warnings.Count < MostWarnings && !_warnings.Contains(warning))
            _warnings.Add(warning);
    }
}
