using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// Stores what arrives, once. The row is durable before the sender is thanked; what works it takes only its id. A crash between
/// the two loses nothing: the sweep finds the row.
/// </summary>
public sealed class SignalInbox(NpgsqlDataSource database, TimeProvider time)
{
    public const int LongestSourceId = 400;
    public const int LongestKind = 100;

    /// <summary>By what a signal of a person who was erased is known (<c>ErasureKeys</c>): delivered once more, it is not stored again.</summary>
    private const string ErasedId =
        "'erased:' || left(encode(sha256(k.key || convert_to(@source || e'\\n' || @source_id, 'UTF8')), 'hex'), 40)";

    /// <summary>How long a sender is kept waiting by a database that does not answer, in seconds.</summary>
    private const int PatienceSeconds = 3;

    /// <summary>Stores a delivery, or finds the one that is there: of a hundred duplicates at once one is stored.</summary>
    public async Task<StoredSignal> StoreAsync(IncomingSignal incoming, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await StoreAsync(connection, null, incoming, cancel);
    }

    /// <summary>The same within the caller's transaction: what goes out from here and the signal of it are one.</summary>
    public Task<StoredSignal> StoreAsync(NpgsqlTransaction transaction, IncomingSignal incoming, CancellationToken cancel = default) =>
        StoreAsync(transaction.Connection!, transaction, incoming, cancel);

    private async Task<StoredSignal> StoreAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        IncomingSignal incoming,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            insert into signals (source, source_id, source_kind, received_at, occurred_at, content_type, raw, state, attempts, next_attempt_at)
            select @source, @source_id, @source_kind, @now, @occurred_at, @content_type, @raw, @state, 0, @now
            where not exists (select from erasure_keys k join signals e on e.source = @source and e.source_id = {ErasedId})
            on conflict (source, source_id) do nothing
            returning id
            """;
        var now = time.GetUtcNow();
        await using (var insert = new NpgsqlCommand(sql, connection, transaction))
        {
            if (transaction is null)
                insert.CommandTimeout = PatienceSeconds;
            insert.Parameters.AddWithValue("source", incoming.Source);
            insert.Parameters.AddWithValue("source_id", incoming.SourceId);
            insert.Parameters.AddWithValue("source_kind", Cut(incoming.SourceKind));
            insert.Parameters.AddWithValue("now", now);
            insert.Parameters.AddWithValue("occurred_at", (incoming.OccurredAt ?? now).ToUniversalTime());
            insert.Parameters.AddWithValue("content_type", Cut(incoming.ContentType));
            insert.Parameters.AddWithValue("raw", NpgsqlDbType.Bytea, incoming.Raw);
            insert.Parameters.AddWithValue("state", AccountDetails.Code(SignalState.Received));
            // Planned once a connection: planning costs about as much as the insert.
            await insert.PrepareAsync(cancel);
            if (await insert.ExecuteScalarAsync(cancel) is long id)
                return new StoredSignal(id, true);
        }
        await using var find = new NpgsqlCommand(
            $"""
            select id from signals where source = @source and source_id = @source_id
            union all select e.id from erasure_keys k join signals e on e.source = @source and e.source_id = {ErasedId}
            limit 1
            """,
            connection,
            transaction
        );
        find.Parameters.AddWithValue("source", incoming.Source);
        find.Parameters.AddWithValue("source_id", incoming.SourceId);
        return new StoredSignal((long)(await find.ExecuteScalarAsync(cancel))!, false);
    }

    private static string Cut(string text) =>
        text.Length <= LongestKind ? text : text[..(char.IsHighSurrogate(text[LongestKind - 1]) ? LongestKind - 1 : LongestKind)];
}
