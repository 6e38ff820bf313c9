using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>Where the pipeline stands, stood and stalls: a page a question, and each of their tables and lists as a file.</summary>
public static class DashboardFeature
{
    public static IServiceCollection AddDashboardPages(this IServiceCollection services) =>
        services.AddScoped<FigureExport>().AddScoped<RollUpDashboardJob>().AddScoped<KeepPlanJob>();

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/dashboard").RequireAuthorization(Access.Read).ExcludeFromDescription();
        files.MapGet(
            "/tables/{name}.csv",
            (string name, HttpContext http, FigureExport export, CancellationToken cancel) => export.TableAsync(name, http, cancel)
        );
        files.MapGet("/accounts.csv", (HttpContext http, FigureExport export, CancellationToken cancel) => export.ListAsync(http, cancel));
    }
}
