using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Exports;

/// <summary>Lists as CSV files: what a page shows under an address, its file has under the same one.</summary>
public static class ExportsFeature
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddScoped<AccountExport>();

    public static void MapExports(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/accounts.csv", (HttpContext http, AccountExport export) => export.WriteAsync(http))
            .RequireAuthorization(Access.Read)
            .ExcludeFromDescription();
}
