using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// The file as UTF-8 bytes without a byte order mark, whatever encoding it came in, with a short memory: after a row that
/// turned out to be broken, reading can start again on the line after the one on which that row began.
/// </summary>
internal sealed class Utf8Source : Stream
{
    /// <summary>How far back a reader may go: what it may have buffered when it finds a row of the greatest length broken.</summary>
    private const int Remembered = 3 << 20;
    private const int ReadSize = 64 << 10;

    private readonly Stream bytes;
    private byte[] window = new byte[2 * ReadSize];
    private long windowStart;
    private int filled;
    private int at;

    private Utf8Source(Stream bytes) => this.bytes = bytes;

    /// <summary>Where reading stands, in bytes of UTF-8 from the start of the text.</summary>
    public override long Position
    {
        get => windowStart + at;
        set => at = checked((int)(value - windowStart));
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
        while (filled - at < most && await FillAsync(cancellation)) { }
        return window.AsMemory(at, Math.Min(most, filled - at));
    }

    /// <summary>Goes to the start of the line after the one that holds <paramref name="offset"/>.</summary>
    public async ValueTask GoToLineAfterAsync(long offset, CancellationToken cancellation)
    {
        Position = offset;
        while (at < filled || await FillAsync(cancellation))
        {
            var found = window.AsSpan(at, filled - at).IndexOfAny((byte)'\r', (byte)'\n');
            at = found < 0 ? filled : at + found + 1;
            if (found < 0)
                continue;
            var wasReturn = window[at - 1] == '\r';
            if (wasReturn && (at < filled || await FillAsync(cancellation)) && window[at] == '\n')
                at++;
            return;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (at == filled && !await FillAsync(cancellationToken))
            return 0;
        var count = Math.Min(buffer.Length, filled - at);
        window.AsSpan(at, count).CopyTo(buffer.Span);
        at += count;
        return count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (window.Length - filled < ReadSize)
            MakeRoom();
        var read = await bytes.ReadAsync(window.AsMemory(filled), cancellation);
        filled += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        var forget = Math.Max(0, at - Remembered);
        if (forget < ReadSize)
        {
            Array.Resize(ref window, window.Length * 2);
            return;
        }
        window.AsSpan(forget, filled - forget).CopyTo(window);
        windowStart += forget;
        filled -= forget;
        at -= forget;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The file is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            bytes.Dispose();
        base.Dispose(disposing);
    }
}
