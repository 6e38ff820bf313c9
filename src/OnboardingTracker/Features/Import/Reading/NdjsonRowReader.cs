using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The rows of a file with one JSON object on each line. What is absent stays as it is; null clears.</summary>
internal sealed class NdjsonRowReader : ImportRowReader
{
    private const int ReadSize = 64 << 10;

    private readonly Utf8Source _source;
    private readonly ImportReadOptions _options;
    private readonly JsonRow _json;
    private int _line;

    public NdjsonRowReader(Utf8Source source, ImportReadOptions options)
    {
        _source = source;
        _options = options;
        _json = new(_options, Warn);
    }

    public override async IAsyncEnumerable<ReadRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var wanted = ReadSize; ; )
        {
            var ahead = await _source.PeekAsync(wanted, cancellation);
            var length = ahead.Span.IndexOf((byte)'\n');
            if (length < 0 && ahead.Length == wanted && wanted <= _options.LongestRow)
            {
                wanted = Math.Min(wanted * 2, _options.LongestRow + 1);
                continue;
            }
            if (ahead.IsEmpty)
                yield break;
            _line++;
            wanted = ReadSize;
            if (length < 0 && ahead.Length > _options.LongestRow)
            {
                await _source.GoToLineAfterAsync(_source.Position, cancellation);
                yield return ReadRow.Rejected(_line, $"The line is longer than {_options.LongestRow / 1024:N0} KB.");
                continue;
            }
            var row = ReadLine(length < 0 ? ahead.Span : ahead.Span[..length]);
            _source.Position += length < 0 ? ahead.Length : length + 1;
            if (row is { } read)
                yield return read;
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>The row, or null for an empty line.</summary>
    private ReadRow? ReadLine(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.Trim(" \t\r"u8);
        if (bytes.IsEmpty)
            return null;
        if (_line == 1 && bytes[0] == '[')
            throw new ImportRefusedException(
                "This is a JSON array: write one object on each line instead (NDJSON), without the brackets and the commas between."
            );
        if (!Utf8.IsValid(bytes))
            return ReadRow.Rejected(_line, "The line holds bytes that are no text in UTF-8.");
        try
        {
            return _json.Read(_line, bytes);
        }
        catch (JsonException)
        {
            return ReadRow.Rejected(_line, "The line is not one JSON object.");
        }
    }
}
