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

    private static readonly byte[] s_notTextBytes = [0xEF, 0xBF, 0xBF];

    private readonly Utf8Source _source;
    private readonly ImportReadOptions _options;
    private readonly CsvHeader _header;
    private readonly RowBuilder _builder;
    private readonly char[] _cell = new char[LongestCell];
    private CsvReader _csv;
    private CsvMalformedReason? _malformed;
    private long _sourceOffset;
    private int _linesBefore;
    private int _freshStarts;

    private CsvRowReader(Utf8Source source, ImportReadOptions options, CsvHeader header)
    {
        _source = source;
        _options = options;
        _header = header;
        _builder = new RowBuilder(options, fromSpreadsheet: true);
        _csv = Start();
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
        await _csv.ReadAsync(cancellation); // The header, and Excel's line sep=; before it, which the library passes over.
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
        _malformed = null;
        try
        {
            if (!await _csv.ReadAsync(cancellation))
                return null;
        }
        catch (CsvFormatException tooLong)
        {
            return new(Line(tooLong.LineNumber), _sourceOffset + tooLong.ByteOffset, TooLong());
        }
        return new(Line(_csv.LineNumber), _sourceOffset + _csv.ByteOffset, Breakage());
    }

    private string? Breakage() =>
        _csv.RawRecord.Length > _options.LongestRow
            ? TooLong()
            : _malformed switch
            {
                null => null,
                CsvMalformedReason.UnterminatedQuote => "A quote is opened here and never closed.",
                CsvMalformedReason.TextAfterClosingQuote =>
                    "There is text after a closing quote: inside a quoted cell, write a quote twice.",
                _ => "There is a quote inside a cell that is not quoted: put the cell in quotes and write the inner quote twice.",
            };

    private string TooLong() =>
        $"The row is longer than {_options.LongestRow / 1024:N0} KB. Most likely a quote is opened here and never closed.";

    private async ValueTask StartAgainAfterAsync(Record record, CancellationToken cancellation)
    {
        var onOneLine =
            _malformed is not null && _csv.RawRecord.Length <= _options.LongestRow && !_csv.RawRecord.ContainsAny((byte)'\n', (byte)'\r');
        if (onOneLine)
            return;
        if (++_freshStarts > MostFreshStarts)
            throw new ImportRefusedException(
                $"More than {MostFreshStarts:N0} rows have quotes that do not add up, the last one on line {record.Line}. "
                    + "Nothing after it was read: is this a CSV file?"
            );
        await _csv.DisposeAsync();
        await _source.GoToLineAfterAsync(record.Offset, cancellation);
        _linesBefore = record.Line;
        _csv = Start();
    }

    private CsvReader Start()
    {
        _sourceOffset = _source.Position;
        return CsvReader.Create(
            _source,
            new CsvReaderOptions
            {
                Separator = _header.Separator,
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = _options.LongestRow,
                OnMalformedRecord = found => _malformed = found.Reason,
            },
            leaveOpen: true
        );
    }

    private int Line(long lineOfReader) => checked(_linesBefore + (int)lineOfReader);

    /// <summary>The row, or null where the record holds nothing, as the empty rows at the end of a sheet do.</summary>
    private ReadRow? ReadRecord(int line)
    {
        var raw = _csv.RawRecord;
        if (raw.Contains((byte)0))
            return ReadRow.Rejected(line, "The row holds NUL bytes, which are no text.");
        if (!Utf8.IsValid(raw) || raw.IndexOf(s_notTextBytes) >= 0)
            return ReadRow.Rejected(
                line,
                "The row holds bytes that are no text in the file's encoding: save the file as UTF-8 (in Excel: “CSV UTF-8”)."
            );
        if (IsEmpty())
            return null;
        if (_csv.FieldCount < _header.Fields.Count || HoldsMoreThanTheHeader())
            return ReadRow.Rejected(line, $"The row has {_csv.FieldCount} cells where the header has {_header.Fields.Count}.");

        _builder.Start(line);
        for (var column = 0; column < _header.Fields.Count; column++)
        {
            if (_header.Fields[column] is ImportFields.None || _csv.IsEmpty(column))
                continue;
            if (_csv.GetRawSpan(column).Length > LongestCell)
                _builder.Reject(
                    _header.Fields[column],
                    $"{ImportColumns.NameOf(_header.Fields[column])} is longer than {LongestCell:N0} bytes"
                );
            else
                _builder.Set(_header.Fields[column], _cell.AsSpan(0, _csv.GetChars(column, _cell)));
        }
        return _builder.Finish();
    }

    private bool IsEmpty()
    {
        for (var column = 0; column < _csv.FieldCount; column++)
            if (!_csv.IsEmpty(column) && _csv.GetSpan(column).ContainsAnyExcept((byte)' ', (byte)'\t'))
                return false;
        return true;
    }

    private bool HoldsMoreThanTheHeader()
    {
        for (var column = _header.Fields.Count; column < _csv.FieldCount; column++)
            if (!_csv.IsEmpty(column))
                return true;
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _source.DisposeAsync();
    }
}
