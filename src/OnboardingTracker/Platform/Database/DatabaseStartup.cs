using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;

namespace OnboardingTracker.Platform.Database;

/// <summary>Brings the database to the version of this build, once, whoever of the replicas comes first.</summary>
public static class DatabaseStartup
{
    public const string JobSchema = "hangfire";

    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancel = default)
    {
        await using var _ = await AdvisoryLock.TakeAsync(database, "migrations", cancel);
        await using var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await db.Database.MigrateAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        PostgreSqlObjectsInstaller.Install(connection, JobSchema);
    }
}
