namespace OnboardingTracker.Tests.Features.Import.Reading;

/// <summary>
/// A file that is made up while it is read, so that its size costs nothing; notes how much managed memory was alive at most
/// while it was read.
/// </summary>
internal sealed class GeneratedStream(Func<int, byte[]?> piece) : Stream
{
    private const int PiecesBetweenLooks = 256;

    private byte[] _current = [];
    private int _at;
    private int _next;

    public long PeakMemory { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _current.Length)
        {
            if (++_next % PiecesBetweenLooks == 0)
                PeakMemory = Math.Max(PeakMemory, GC.GetTotalMemory(forceFullCollection: true));
            if (piece(_next - 1) is not { } made)
                return 0;
            _current = made;
            _at = 0;
        }
        var count = Math.Min(buffer.Length, _current.Length - _at);
        _current.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
