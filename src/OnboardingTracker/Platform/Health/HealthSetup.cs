using Hangfire;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnboardingTracker.Data;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Platform.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work.</summary>
public static class HealthSetup
{
    private const string Ready = "ready";

    public static IServiceCollection AddTrackerHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [Ready]).AddCheck<JobsHealth>("jobs", tags: [Ready]);
        return services;
    }

    public static void MapTrackerHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes
            .MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }
            )
            .AllowAnonymous();
    }

    /// <summary>Which part is not well; nothing of why, since anybody may ask.</summary>
    private static Task WriteAsync(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
            }
        );
}

/// <summary>The database can be reached and has this build's schema.</summary>
internal sealed class DatabaseHealth(TrackerDb db) : IHealthCheck
{
    private static volatile bool s_migrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        db.Database.SetCommandTimeout(5);
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return HealthCheckResult.Unhealthy("The database cannot be reached.");
        // Once migrated, this build's schema stays: asking again each second would be for nothing.
        s_migrated = s_migrated || !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
        return s_migrated ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Migrations are pending.");
    }
}

/// <summary>
/// A job server beats. Where this process is one, it is not ready without; a web replica without a worker still serves pages, so it
/// says degraded and stays in service.
/// </summary>
internal sealed class JobsHealth(JobStorage storage, TrackerOptions options, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(90);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow().UtcDateTime - s_beat;
        var servers = storage.GetMonitoringApi().Servers();
        var mine = $"{Environment.MachineName}:{Environment.ProcessId}:";
        var beating = servers.Any(server =>
            (server.Heartbeat ?? server.StartedAt) >= since
            && (options.Role == ProcessRole.Web || server.Name.StartsWith(mine, StringComparison.OrdinalIgnoreCase))
        );
        return Task.FromResult(
            beating ? HealthCheckResult.Healthy()
            : options.Role == ProcessRole.Web ? HealthCheckResult.Degraded("No worker beats.")
            : HealthCheckResult.Unhealthy("The job server does not beat.")
        );
    }
}
