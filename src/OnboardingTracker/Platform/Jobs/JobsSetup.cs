using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Database;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Platform.Jobs;

/// <summary>
/// Hangfire on the same PostgreSQL. A job whose process died is started again within a minute (sliding invisibility); exclusion is by
/// advisory locks inside the jobs, and every job may run twice.
/// </summary>
public static class JobsSetup
{
    private static readonly PostgreSqlStorageOptions s_storage = new()
    {
        SchemaName = DatabaseStartup.JobSchema,
        PrepareSchemaIfNecessary = false,
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(45),
        EnableLongPolling = true,
        QueuePollInterval = TimeSpan.FromSeconds(5),
    };

    public static IServiceCollection AddTrackerJobs(this IServiceCollection services, TrackerOptions options)
    {
        services.AddHangfire(
            (provider, configuration) =>
                configuration
                    .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseFilter(new JobLog(provider.GetRequiredService<ILogger<JobLog>>()))
                    .UseFilter(new AutomaticRetryAttribute { Attempts = 10, OnAttemptsExceeded = AttemptsExceededAction.Fail })
                    .UsePostgreSqlStorage(
                        postgres => postgres.UseConnectionFactory(new Connections(provider.GetRequiredService<NpgsqlDataSource>())),
                        s_storage
                    )
        );
        if (options.Role is not ProcessRole.Web)
            services.AddHangfireServer(server =>
            {
                server.WorkerCount = Math.Max(2, Environment.ProcessorCount * 2);
                server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
                server.ShutdownTimeout = TimeSpan.FromSeconds(15);
            });
        return services;
    }

    /// <summary>The dashboard, for admins. Local visitors are no exception: behind a proxy on the same host everybody is local.</summary>
    public static void MapTrackerJobs(this IEndpointRouteBuilder routes) =>
        routes
            .MapHangfireDashboard(
                "/hangfire",
                new DashboardOptions
                {
                    Authorization = [],
                    DashboardTitle = "OnboardingTracker jobs",
                    DisplayStorageConnectionString = false,
                }
            )
            .RequireAuthorization(Access.Administer);

    /// <summary>Gives Hangfire connections of the app's own data source.</summary>
    private sealed class Connections(NpgsqlDataSource database) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => database.CreateConnection();
    }
}
