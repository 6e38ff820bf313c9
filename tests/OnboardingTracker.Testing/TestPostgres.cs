using System.Collections.Concurrent;
using Npgsql;
using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Testing;

/// <summary>
/// One real PostgreSQL for a run of a test assembly: started at the first use, in memory where there is room, stopped and removed at the end.
/// Use it as <c>[assembly: AssemblyFixture(typeof(TestPostgres))]</c>.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        // Nothing here outlives the run.
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["synchronous_commit"] = "off",
        ["autovacuum"] = "off",
        ["max_connections"] = "400",
        ["shared_buffers"] = "128MB",
        // In its own folder, so that nothing stays in /dev/shm where a server was killed.
        ["dynamic_shared_memory_type"] = "mmap",
    };

    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new();
    private readonly Lazy<Task<Running>> _running;
    private int _databases;

    public TestPostgres() => _running = new Lazy<Task<Running>>(StartAsync);

    /// <summary>Builds the template database on the first call for its name; later and simultaneous calls wait for that one.</summary>
    public Task EnsureTemplateAsync(string name, Func<string, Task> build) =>
        _templates.GetOrAdd(name, _ => new Lazy<Task>(() => BuildTemplateAsync(name, build))).Value;

    /// <summary>A database of its own for one test, a copy of the template, or empty.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(string? template = null)
    {
        if (template is not null)
            await (
                _templates.TryGetValue(template, out var built)
                    ? built.Value
                    : throw new ArgumentException($"No template {template}", nameof(template))
            );
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        // Copying files is ten times as fast as writing them through the log.
        await ExecuteAsync($"create database {name} template {Quoted(template ?? "template0")} strategy file_copy");
        return new TestDatabase(this, name, await ConnectionStringAsync(name, pooling: true));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsValueCreated)
            return;
        var running = await _running.Value;
        NpgsqlConnection.ClearAllPools();
        await running.Cluster.DisposeAsync();
        running.Folder.Dispose();
    }

    internal Task DropAsync(string database) => ExecuteAsync($"drop database if exists {database} with (force)");

    private async Task BuildTemplateAsync(string name, Func<string, Task> build)
    {
        await ExecuteAsync($"create database {Quoted(name)} template template0");
        // A connection that stays open in a pool would keep the template from being copied.
        await build(await ConnectionStringAsync(name, pooling: false));
        // Who filled it as an app has connections of its own left.
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    private async Task<string> ConnectionStringAsync(string database, bool pooling)
    {
        var builder = new NpgsqlConnectionStringBuilder((await _running.Value).Cluster.ConnectionString)
        {
            Database = database,
            Pooling = pooling,
            MaxPoolSize = 30,
            IncludeErrorDetail = true,
            // Those of a database that is gone go soon.
            ConnectionIdleLifetime = 20,
        };
        return builder.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync("postgres", pooling: true));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<Running> StartAsync()
    {
        var folder = TestFolder.Create();
        try
        {
            return new Running(
                await LocalPostgresCluster.StartAsync(new LocalPostgresOptions(folder.Path) { Settings = Settings }),
                folder
            );
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record Running(LocalPostgresCluster Cluster, TestFolder Folder);
}
