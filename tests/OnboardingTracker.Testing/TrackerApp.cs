using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Platform.Database;

namespace OnboardingTracker.Testing;

/// <summary>
/// The whole app on a database of its own, with a clock that the test sets. Jobs are not run in the background: a test runs the job
/// that it is about.
/// </summary>
public sealed class TrackerApp : WebApplicationFactory<Program>
{
    public const string BootstrapKey = "test-bootstrap-key-0123456789abcdef";
    private const string Template = "tracker_template";
    private readonly TestDatabase? _database;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Action<IServiceCollection>? _services;

    private TrackerApp(
        string connectionString,
        TestDatabase? database,
        IReadOnlyDictionary<string, string> settings,
        Action<IServiceCollection>? services
    )
    {
        ConnectionString = connectionString;
        _database = database;
        _settings = settings;
        _services = services;
    }

    /// <summary>Sunday, 1 March 2026, 09:00 UTC, until the test says otherwise.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    public string ConnectionString { get; }

    public static async Task<TrackerApp> StartAsync(
        TestPostgres postgres,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null
    ) => On(await CreateDatabaseAsync(postgres), settings, services);

    /// <summary>On a database that is there already, and is dropped with the app.</summary>
    public static TrackerApp On(
        TestDatabase database,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null
    ) => new(database.ConnectionString, database, settings ?? new Dictionary<string, string>(), services);

    /// <summary>Fills a database that becomes a template: the app leaves it there.</summary>
    public static async Task FillTemplateAsync(TestPostgres postgres, string name, Func<TrackerApp, Task> fill)
    {
        await postgres.EnsureTemplateAsync(
            name,
            async connectionString =>
            {
                await BuildTemplateAsync(connectionString);
                // Its pool goes with the app, so that no connection keeps the template from being copied.
                var pooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString;
                await using var app = new TrackerApp(pooled, null, new Dictionary<string, string>(), null);
                await fill(app);
            }
        );
    }

    /// <summary>A database with the schema and the shipped rows, and nothing else.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(TestPostgres postgres)
    {
        await postgres.EnsureTemplateAsync(Template, BuildTemplateAsync);
        return await postgres.CreateDatabaseAsync(Template);
    }

    /// <summary>Runs code with the app's services, in a scope of its own.</summary>
    public async Task<T> WithAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Reads or writes the database directly.</summary>
    public Task<T> DbAsync<T>(Func<TrackerDb, Task<T>> work) => WithAsync(services => work(services.GetRequiredService<TrackerDb>()));

    /// <summary>A client of the API with a key, by default the bootstrap key's; null: none. It follows no redirects and keeps no cookies.</summary>
    public HttpClient ApiClient(string? key = BootstrapKey)
    {
        // Started first: a real server (UseKestrel) has its address only then.
        _ = Services;
        var client = CreateClient(
            new WebApplicationFactoryClientOptions
            {
                AllowAutoRedirect = false,
                HandleCookies = false,
                BaseAddress = ClientOptions.BaseAddress,
            }
        );
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("ConnectionStrings:Postgres", ConnectionString);
        builder.UseSetting("OnboardingTracker:Role", "web");
        builder.UseSetting("Api:BootstrapKey", BootstrapKey);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
        // Outside Development and unpublished, assets are served only so.
        builder.UseStaticWebAssets();
        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Clock);
            // With a data source of its own, each app would build the model and compile every query anew.
            services.RemoveAll<IDbContextOptionsConfiguration<TrackerDb>>();
            services.ConfigureDbContext<TrackerDb>(
                (provider, options) => options.UseTracker(provider.GetRequiredService<IConfiguration>().GetConnectionString("Postgres")!)
            );
            // Passwords are hashed in every test that signs somebody in: they need not be hard to guess.
            services.PostConfigure<PasswordHasherOptions>(hash => hash.IterationCount = 1_000);
            _services?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static async Task BuildTemplateAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await DatabaseStartup.MigrateAsync(database);
    }
}
