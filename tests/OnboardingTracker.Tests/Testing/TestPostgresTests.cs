using Npgsql;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Testing;

public sealed class TestPostgresTests(TestPostgres postgres)
{
    private int _built;

    [Fact]
    public async Task Each_test_has_a_copy_of_the_template_for_itself()
    {
        await postgres.EnsureTemplateAsync("test_postgres_template", BuildAsync);
        await postgres.EnsureTemplateAsync("test_postgres_template", BuildAsync);
        _built.Should().Be(1, "the second call finds it built");

        var databases = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => postgres.CreateDatabaseAsync("test_postgres_template")));

        foreach (var database in databases)
            (await AskAsync(database, "insert into counted default values returning id")).Should().Be(1, "nobody else writes here");
        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [Fact]
    public async Task A_database_is_gone_with_its_test()
    {
        var database = await postgres.CreateDatabaseAsync();
        (await AskAsync(database, "select 1")).Should().Be(1);
        await database.DisposeAsync();

        var ask = () => AskAsync(database, "select 1");

        (await ask.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidCatalogName);
    }

    private async Task BuildAsync(string connectionString)
    {
        _built++;
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("create table counted (id int generated always as identity)");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<object?> AskAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
