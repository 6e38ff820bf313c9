using OnboardingTracker.Features.Import.Applying;

namespace OnboardingTracker.Features.Import;

/// <summary>Accounts come in by file: upload, preview, import, and the report of what was not taken.</summary>
public static class ImportFeature
{
    public static IServiceCollection AddImport(this IServiceCollection services) =>
        services.AddScoped<ImportUploads>().AddScoped<ImportRunner>().AddScoped<ImportJob>();
}
