using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import;

/// <summary>
/// An uploaded file as it lies in the database, in pieces, where every worker can read it. Reading takes one piece at a time and
/// keeps no connection in between: an import may take minutes.
/// </summary>
internal sealed class ImportFile(NpgsqlDataSource database, long importId) : ForwardStream
{
    /// <summary>The size of a piece, in bytes.</summary>
    public const int PieceSize = 1 << 20;

    private byte[] _piece = [];
    private int _at;
    private int _next;
    private long _before;

    /// <summary>How many bytes have been read.</summary>
    public override long Position
    {
        get => _before + _at;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _piece.Length)
        {
            _before += _piece.Length;
            _at = 0;
            _piece = await LoadAsync(_next++, cancellationToken) ?? [];
        }
        var count = Math.Min(buffer.Length, _piece.Length - _at);
        _piece.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    private async Task<byte[]?> LoadAsync(int number, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select bytes from import_chunks where import_id = @import and number = @number");
        command.Parameters.Add(new NpgsqlParameter<long>("import", NpgsqlDbType.Bigint) { TypedValue = importId });
        command.Parameters.Add(new NpgsqlParameter<int>("number", NpgsqlDbType.Integer) { TypedValue = number });
        return (byte[]?)await command.ExecuteScalarAsync(cancellation);
    }
}
