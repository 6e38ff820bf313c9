using Npgsql;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>The way to the server of a folder.</summary>
internal sealed class ServerAddress(ClusterFolder folder)
{
    /// <summary>The database that every cluster has from the start.</summary>
    internal const string FirstDatabase = "postgres";

    internal string For(string database) => Builder(database).ConnectionString;

    internal async Task<bool> AnswersAsync(string database, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await OpenAsync(database, cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    internal async Task EnsureDatabaseAsync(string database, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(FirstDatabase, cancellation);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        exists.Parameters.AddWithValue(database);
        if (await exists.ExecuteScalarAsync(cancellation) is not null)
            return;
        var name = database.Replace("\"", "\"\"", StringComparison.Ordinal);
        await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another app on this folder made it at the same moment.
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
    {
        var builder = Builder(database);
        builder.Pooling = false;
        builder.Timeout = 5;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private NpgsqlConnectionStringBuilder Builder(string database) =>
        new()
        {
            Host = folder.SocketDirectory,
            Port = ClusterFolder.Port,
            Username = ClusterInitialization.SuperUser,
            Database = database,
        };
}
