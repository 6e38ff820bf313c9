using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// The rows of a CSV file. A row whose quotes do not add up is rejected on its first line alone and reading starts again on
/// the next: one forgotten quote costs one row, not the rest of the file.
/// </summary>
internal sealed class CsvRowReader : ImportRowReader
{
    /// <summary>A file that has to be read again so often is no CSV file, and must not keep us busy.</summary>
    private const int MostFreshStarts = 1_000;

    /// <summary>Longer than any value that we take; a longer cell is too long whatever it says.</summary>
    private const int LongestCell = 4_096;

    private static readonly byte[] NotTextBytes = [0xEF, 0xBF, 0xBF];

    private readonly Utf8Source source;
    private readonly ImportReadOptions options;
    private readonly CsvHeader header;
    private readonly RowBuilder builder;
    private readonly char[] cell = new char[LongestCell];
    private CsvReader csv;
    private CsvMalformedReason? malformed;
    private long sourceOffset;
    private int linesBefore;
    private int freshStarts;

    private CsvRowReader(Utf8Source source, ImportReadOptions options, CsvHeader header)
    {
        this.source = source;
        this.options = options;
        this.header = header;
        builder = new RowBuilder(options, fromSpreadsheet: true);
        csv = Start();
        foreach (var warning in header.Warnings)
            Warn(warning);
    }

    public static async Task<CsvRowReader> OpenAsync(Utf8Source source, ImportReadOptions options, CancellationToken cancellation)
    {
        var header = CsvHeader.Read(await source.PeekAsync(CsvHeader.Longest, cancellation), options.Migrate);
        return new(source, options, header);
    }

    public override async IAsyncEnumerable<ReadRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await csv.ReadAsync(cancellation); // The header, and Excel's line sep=; before it, which the library passes over.
        while (await MoveNextAsync(cancellation) is { } record)
        {
            if (record.Broken is { } reason)
            {
                await StartAgainAfterAsync(record, cancellation);
                yield return ReadRow.Rejected(record.Line, reason);
            }
            else if (ReadRecord(record.Line) is { } row)
                yield return row;
        }
    }

    /// <summary>Where a record starts; <paramref name="Broken"/> says why it cannot be read, and more of the file is suspect.</summary>
    private readonly record struct Record(int Line, long Offset, string? Broken);

    private async ValueTask<Record?> MoveNextAsync(CancellationToken cancellation)
    {
        malformed = null;
        try
        {
            if (!await csv.ReadAsync(cancellation))
                return null;
        }
        catch (CsvFormatException tooLong)
        {
            return new(Line(tooLong.LineNumber), sourceOffset + tooLong.ByteOffset, TooLong());
        }
        return new(Line(csv.LineNumber), sourceOffset + csv.ByteOffset, Breakage());
    }

    private string? Breakage() =>
        csv.RawRecord.Length > options.LongestRow
            ? TooLong()
            : malformed switch
            {
                null => null,
                CsvMalformedReason.UnterminatedQuote => "A quote is opened here and never closed.",
                CsvMalformedReason.TextAfterClosingQuote =>
                    "There is text after a closing quote: inside a quoted cell, write a quote twice.",
                _ => "There is a quote inside a cell that is not quoted: put the cell in quotes and write the inner quote twice.",
            };

    private string TooLong() =>
        $"The row is longer than {options.LongestRow / 1024:N0} KB. Most likely a quote is opened here and never closed.";

    private async ValueTask StartAgainAfterAsync(Record record, CancellationToken cancellation)
    {
        var onOneLine =
            malformed is not null && csv.RawRecord.Length <= options.LongestRow && !csv.RawRecord.ContainsAny((byte)'\n', (byte)'\r');
        if (onOneLine)
            return;
        if (++freshStarts > MostFreshStarts)
            throw new ImportRefusedException(
                $"More than {MostFreshStarts:N0} rows have quotes that do not add up, the last one on line {record.Line}. "
                    + "Nothing after it was read: is this a CSV file?"
            );
        await csv.DisposeAsync();
        await source.GoToLineAfterAsync(record.Offset, cancellation);
        linesBefore = record.Line;
        csv = Start();
    }

    private CsvReader Start()
    {
        sourceOffset = source.Position;
        return CsvReader.Create(
            source,
            new CsvReaderOptions
            {
                Separator = header.Separator,
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = options.LongestRow,
                OnMalformedRecord = found => malformed = found.Reason,
            },
            leaveOpen: true
        );
    }

    private int Line(long lineOfReader) => checked(linesBefore + (int)lineOfReader);

    /// <summary>The row, or null where the record holds nothing, as the empty rows at the end of a sheet do.</summary>
    private ReadRow? ReadRecord(int line)
    {
        var raw = csv.RawRecord;
        if (raw.Contains((byte)0))
            return ReadRow.Rejected(line, "The row holds NUL bytes, which are no text.");
        if (!Utf8.IsValid(raw) || raw.IndexOf(NotTextBytes) >= 0)
            return ReadRow.Rejected(
                line,
                "The row holds bytes that are no text in the file's encoding: save the file as UTF-8 (in Excel: “CSV UTF-8”)."
            );
        if (IsEmpty())
            return null;
        if (csv.FieldCount < header.Fields.Count || HoldsMoreThanTheHeader())
            return ReadRow.Rejected(line, $"The row has {csv.FieldCount} cells where the header has {header.Fields.Count}.");

        builder.Start(line);
        for (var column = 0; column < header.Fields.Count; column++)
        {
            if (header.Fields[column] is ImportFields.None || csv.IsEmpty(column))
                continue;
            if (csv.GetRawSpan(column).Length > LongestCell)
                builder.Reject(
                    header.Fields[column],
                    $"{ImportColumns.NameOf(header.Fields[column])} is longer than {LongestCell:N0} bytes"
                );
            else
                builder.Set(header.Fields[column], cell.AsSpan(0, csv.GetChars(column, cell)));
        }
        return builder.Finish();
    }

    private bool IsEmpty()
    {
        for (var column = 0; column < csv.FieldCount; column++)
            if (!csv.IsEmpty(column) && csv.GetSpan(column).ContainsAnyExcept((byte)' ', (byte)'\t'))
                return false;
        return true;
    }

    private bool HoldsMoreThanTheHeader()
    {
        for (var column = header.Fields.Count; column < csv.FieldCount; column++)
            if (!csv.IsEmpty(column))
                return true;
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        await csv.DisposeAsync();
        await source.DisposeAsync();
    }
}
