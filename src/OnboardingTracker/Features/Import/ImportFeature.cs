using OnboardingTracker.Features.Import.Applying;
using OnboardingTracker.Features.Import.BillingSync;

namespace OnboardingTracker.Features.Import;

/// <summary>Accounts come in by file: upload, preview, import, and the report of what was not taken.</summary>
public static class ImportFeature
{
    /// <summary>What open pages listen to.</summary>
    public const string Topic = "imports";

    /// <exception cref="Platform.Options.BadSettingException">The billing sync is set up by halves.</exception>
    public static IServiceCollection AddImport(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(BillingSyncSettings.Read(configuration))
            .AddScoped<BillingSyncJob>()
            .AddScoped<ImportUploads>()
            .AddScoped<ImportDecisions>()
            .AddScoped<ImportRunner>()
            .AddScoped<ImportJob>()
            .AddScoped<ImportSweep>();

    public static void MapImport(this IEndpointRouteBuilder routes)
    {
        routes.MapImportApi();
        routes.MapImportFiles();
    }
}
