using Npgsql;

namespace OnboardingTracker.Testing;

/// <summary>A database that exists for one test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestPostgres _server;

    internal TestDatabase(TestPostgres server, string name, string connectionString)
    {
        _server = server;
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await _server.DropAsync(Name);
    }
}
