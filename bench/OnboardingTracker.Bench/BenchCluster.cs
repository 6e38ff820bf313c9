using System.Diagnostics;
using Npgsql;
using OnboardingTracker.Platform.Database;
using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Bench;

/// <summary>A durable PostgreSQL of its own, as <c>script/server</c> runs it, and databases seeded once and copied for each measurement.</summary>
internal sealed class BenchCluster(LocalPostgresCluster cluster) : IAsyncDisposable
{
    public static async Task<BenchCluster> StartAsync(string folder) =>
        new(await LocalPostgresCluster.StartAsync(new LocalPostgresOptions(folder) { Database = "bench" }));

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = database, CommandTimeout = 0 }.ConnectionString;

    /// <summary>Seeds a database unless an earlier run left it, whole.</summary>
    public Task EnsureSeededAsync(string name, Seed seed) => EnsureSeededAsync(name, seed.WriteAsync);

    /// <inheritdoc cref="EnsureSeededAsync(string, Seed)"/>
    public async Task EnsureSeededAsync(string name, Func<NpgsqlDataSource, Task> seed)
    {
        if (await ScalarAsync("bench", $"select count(*) from pg_database where datname = '{name}'") == 1)
            return;
        var watch = Stopwatch.StartNew();
        await ExecuteAsync("bench", $"drop database if exists {name}_making with (force)");
        await ExecuteAsync("bench", $"create database {name}_making");
        await using (var database = NpgsqlDataSource.Create(ConnectionString($"{name}_making")))
        {
            await DatabaseStartup.MigrateAsync(database);
            await seed(database);
        }
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync("bench", $"alter database {name}_making rename to {name}");
        Console.WriteLine($"  seeded {name} in {watch.Elapsed.TotalSeconds:0} s");
    }

    public async Task CopyAsync(string from, string to)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync("bench", $"drop database if exists {to} with (force)");
        await ExecuteAsync("bench", $"create database {to} template {from} strategy file_copy");
        // A copy begins with the pages of its template still to be written; nobody's measurement pays for that.
        await ExecuteAsync("bench", "checkpoint");
    }

    public Task DropAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        return ExecuteAsync("bench", $"drop database if exists {name} with (force)");
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<string> ExplainAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"explain (analyze, buffers, costs off) {sql}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return cluster.DisposeAsync();
    }
}
