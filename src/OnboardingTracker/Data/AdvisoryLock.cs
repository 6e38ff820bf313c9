using Npgsql;

namespace OnboardingTracker.Data;

/// <summary>
/// Exclusion between processes: a PostgreSQL advisory lock on a connection of its own, which the server frees when the process
/// dies. Unlike a lock row it cannot be left behind.
/// </summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private AdvisoryLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for the lock.</summary>
    public static async Task<AdvisoryLock> TakeAsync(NpgsqlDataSource database, string name, CancellationToken cancel = default)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtextextended(@name, 0))", connection)
            {
                CommandTimeout = 0,
            };
            command.Parameters.AddWithValue("name", name);
            await command.ExecuteNonQueryAsync(cancel);
            return new AdvisoryLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the lock where it is free; null: somebody else has it.</summary>
    public static async Task<AdvisoryLock?> TryTakeAsync(NpgsqlDataSource database, string name, CancellationToken cancel = default)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended(@name, 0))", connection);
            command.Parameters.AddWithValue("name", name);
            if (await command.ExecuteScalarAsync(cancel) is true)
                return new AdvisoryLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Holds until the transaction ends: the form to use inside one.</summary>
    public static Task TakeAsync(NpgsqlTransaction transaction, string name, CancellationToken cancel = default) =>
        TakeAsync(transaction, "pg_advisory_xact_lock", name, cancel);

    /// <summary>Holds together with others who share it, and keeps away who takes it alone, until the transaction ends.</summary>
    public static Task ShareAsync(NpgsqlTransaction transaction, string name, CancellationToken cancel = default) =>
        TakeAsync(transaction, "pg_advisory_xact_lock_shared", name, cancel);

    /// <summary>Whether its connection still stands, and the lock with it.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancel = default)
    {
        try
        {
            await using var command = new NpgsqlCommand("select 1", _connection);
            return await command.ExecuteScalarAsync(cancel) is 1;
        }
        catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Freed by hand: a pooled connection is reset only when it is next used.
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", _connection);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private static async Task TakeAsync(NpgsqlTransaction transaction, string function, string name, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {function}(hashtextextended(@name, 0))", transaction.Connection, transaction);
        command.Parameters.AddWithValue("name", name);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
