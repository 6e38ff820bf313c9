using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// The file as UTF-8 bytes without a byte order mark, whatever encoding it came in, with a short memory: after a row that
/// turned out to be broken, reading can start again on the line after the one on which that row began.
/// </summary>
internal sealed class Utf8Source : ForwardStream
{
    /// <summary>How far back a reader may go: what it may have buffered when it finds a row of the greatest length broken.</summary>
    private const int Remembered = 3 << 20;
    private const int ReadSize = 64 << 10;

    private readonly Stream _bytes;
    private byte[] _window = new byte[2 * ReadSize];
    private long _windowStart;
    private int _filled;
    private int _at;

    private Utf8Source(Stream bytes) => _bytes = bytes;

    /// <summary>Where reading stands, in bytes of UTF-8 from the start of the text.</summary>
    public override long Position
    {
        get => _windowStart + _at;
        set => _at = checked((int)(value - _windowStart));
    }

    public static async Task<Utf8Source> OpenAsync(Stream file, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: ReadSize, leaveOpen: true));
        var start = (await pipe.ReadAtLeastAsync(4, cancellation)).Buffer;
        var (mark, encoding) = Encodings.Detect(start.Slice(0, Math.Min(4, start.Length)).ToArray());
        pipe.AdvanceTo(start.GetPosition(mark));
        var rest = pipe.AsStream();
        return new(encoding is null ? rest : Encoding.CreateTranscodingStream(rest, encoding, Encoding.UTF8));
    }

    /// <summary>The next bytes, at most <paramref name="most"/>, without moving on.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int most, CancellationToken cancellation)
    {
        while (_filled - _at < most && await FillAsync(cancellation)) { }
        return _window.AsMemory(_at, Math.Min(most, _filled - _at));
    }

    /// <summary>Goes to the start of the line after the one that holds <paramref name="offset"/>.</summary>
    public async ValueTask GoToLineAfterAsync(long offset, CancellationToken cancellation)
    {
        Position = offset;
        while (_at < _filled || await FillAsync(cancellation))
        {
            var found = _window.AsSpan(_at, _filled - _at).IndexOfAny((byte)'\r', (byte)'\n');
            _at = found < 0 ? _filled : _at + found + 1;
            if (found < 0)
                continue;
            var wasReturn = _window[_at - 1] == '\r';
            if (wasReturn && (_at < _filled || await FillAsync(cancellation)) && _window[_at] == '\n')
                _at++;
            return;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _filled && !await FillAsync(cancellationToken))
            return 0;
        var count = Math.Min(buffer.Length, _filled - _at);
        _window.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_window.Length - _filled < ReadSize)
            MakeRoom();
        var read = await _bytes.ReadAsync(_window.AsMemory(_filled), cancellation);
        _filled += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        var forget = Math.Max(0, _at - Remembered);
        if (forget < ReadSize)
        {
            Array.Resize(ref _window, _window.Length * 2);
            return;
        }
        _window.AsSpan(forget, _filled - forget).CopyTo(_window);
        _windowStart += forget;
        _filled -= forget;
        _at -= forget;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }
}
