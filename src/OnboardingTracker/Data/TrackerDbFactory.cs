using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace OnboardingTracker.Data;

/// <summary>What <c>dotnet ef</c> uses to write migrations; it opens no connection.</summary>
internal sealed class TrackerDbFactory : IDesignTimeDbContextFactory<TrackerDb>
{
    public TrackerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TrackerDb>().UseTracker(NpgsqlDataSource.Create("Host=localhost;Database=design")).Options);
}
