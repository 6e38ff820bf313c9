using Npgsql;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>
/// A lock that a test holds, so that others stop exactly there, in the middle of what they do. The test waits until they have, does what
/// it wants to have happened meanwhile, and lets them go on.
/// </summary>
internal sealed class Obstacle : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private readonly NpgsqlConnection _connection;
    private readonly string _connectionString;

    private Obstacle(NpgsqlConnection connection, string connectionString)
    {
        _connection = connection;
        _connectionString = connectionString;
    }

    /// <summary>Nobody else can write this account.</summary>
    public static Task<Obstacle> AtAccountAsync(string connectionString, long accountId) =>
        AtAsync(connectionString, $"begin; select 1 from accounts where id = {accountId} for update");

    /// <summary>Nobody else can take this advisory lock.</summary>
    public static Task<Obstacle> AtLockAsync(string connectionString, string name) =>
        AtAsync(connectionString, $"select pg_advisory_lock(hashtextextended('{name}', 0))");

    /// <summary>Nobody else can write this table.</summary>
    public static Task<Obstacle> AtTableAsync(string connectionString, string table) =>
        AtAsync(connectionString, $"begin; lock table {table} in share mode");

    /// <summary>Waits until so many others have run into a lock in this database, here or behind one another.</summary>
    public async Task WaitUntilReachedAsync(int count = 1)
    {
        const string sql =
            "select count(*) from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        // Not on the connection that holds the lock: within a transaction the activity is seen as it was at the first look.
        await using var looking = new NpgsqlConnection(_connectionString);
        await looking.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(sql, looking);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! < count)
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Lets them go on.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<Obstacle> AtAsync(string connectionString, string sql)
    {
        // Without a pool: closing it gives back whatever it holds.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return new Obstacle(connection, connectionString);
    }
}
