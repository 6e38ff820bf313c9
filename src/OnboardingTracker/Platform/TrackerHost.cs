using Npgsql;
using OnboardingTracker.Data.Demo;
using OnboardingTracker.Platform.Database;
using OnboardingTracker.Platform.LocalPostgres;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Platform;

/// <summary>The life of the process: settings are checked, the database is there and migrated, the app runs, and stops in reverse.</summary>
public static class TrackerHost
{
    /// <returns>The exit code: 0, or 1 after one sentence that says why it could not start.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        Action<WebApplicationBuilder, TrackerOptions, string> configure,
        Action<WebApplication> map
    )
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            var options = StartupSettings.Check(builder.Configuration, builder.Environment);
            builder.Services.AddSingleton(options);
            builder.Services.AddSingleton(TimeProvider.System);
            // The private server outlives the host: the last job still finds its database.
            await using var local = await StartLocalPostgresAsync(builder);
            configure(builder, options, local?.ConnectionString ?? builder.Configuration.GetConnectionString("Postgres")!);
            await using var app = builder.Build();
            var database = app.Services.GetRequiredService<NpgsqlDataSource>();
            await DatabaseStartup.WaitAsync(database, app.Logger);
            await DatabaseStartup.MigrateAsync(database);
            if (builder.Configuration.GetValue<bool>("Demo"))
                await WriteDemoAsync(app.Services);
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (failure is BadSettingException or LocalPostgresException or DatabaseUnavailableException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task WriteDemoAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoWorld>().WriteAsync();
    }

    private static async Task<LocalPostgresCluster?> StartLocalPostgresAsync(WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 })
            return null;
        using var logging = LoggerFactory.Create(log => log.AddSimpleConsole());
        return await LocalPostgresCluster.StartAsync(
            LocalPostgresOptions.From(builder.Configuration, builder.Environment.ContentRootPath),
            logging.CreateLogger<LocalPostgresCluster>()
        );
    }
}
