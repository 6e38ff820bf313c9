using OnboardingTracker.Features.Import.Applying;

namespace OnboardingTracker.Features.Import;

/// <summary>Accounts come in by file: upload, preview, import, and the report of what was not taken.</summary>
public static class ImportFeature
{
    /// <summary>What open pages listen to.</summary>
    public const string Topic = "imports";

    public static IServiceCollection AddImport(this IServiceCollection services) =>
        services
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
