using System.Reflection;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using OnboardingTracker.Data;

namespace OnboardingTracker.Platform.Database;

/// <summary>Brings the database to the version of this build, once, whoever of the replicas comes first.</summary>
public static class DatabaseStartup
{
    public const string JobSchema = "hangfire";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private const int Attempts = 60;

    /// <summary>Waits up to a minute for a database that is still starting, as after the restart of a whole machine.</summary>
    /// <exception cref="DatabaseUnavailableException">It could not be reached, or refuses us.</exception>
    public static async Task WaitAsync(NpgsqlDataSource database, ILogger log, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                return;
            }
            catch (NpgsqlException failure) when (attempt < Attempts && (failure.IsTransient || failure is not PostgresException))
            {
                if (attempt == 1)
                    log.LogWarning("The database cannot be reached yet ({Reason}); waiting for it", failure.Message);
                await Task.Delay(s_pause, cancel);
            }
            catch (NpgsqlException failure)
            {
                throw new DatabaseUnavailableException(
                    $"The database that ConnectionStrings__Postgres names cannot be used: {failure.Message}",
                    failure
                );
            }
        }
    }

    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancel = default)
    {
        await using var _ = await AdvisoryLock.TakeAsync(database, "migrations", cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (!await IsCurrentAsync(connection, cancel))
        {
            await using var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
            await db.Database.MigrateAsync(cancel);
        }
        PostgreSqlObjectsInstaller.Install(connection, JobSchema);
    }

    /// <summary>All migrations were applied before: what most starts find, and asking so takes a moment instead of building the model.</summary>
    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("select to_regclass('\"__EFMigrationsHistory\"') is not null", connection);
        if (await ask.ExecuteScalarAsync(cancel) is not true)
            return false;
        await using var read = new NpgsqlCommand("select migration_id from \"__EFMigrationsHistory\"", connection);
        await using var rows = await read.ExecuteReaderAsync(cancel);
        var applied = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancel))
            applied.Add(rows.GetString(0));
        return s_migrations.IsSubsetOf(applied);
    }

    private static readonly HashSet<string> s_migrations =
    [
        .. typeof(TrackerDb).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>(),
    ];
}

/// <summary>The app cannot start without its database; the message says why.</summary>
public sealed class DatabaseUnavailableException(string message, Exception cause) : Exception(message, cause);
