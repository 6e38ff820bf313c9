namespace OnboardingTracker.Data.Dashboard;

/// <summary>The tables of the dashboard, and the lists that their numbers open.</summary>
internal static class DashboardRegistration
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) =>
        services.AddScoped<Moments>().AddScoped<FigureTables>().AddScoped<FigureLists>();
}
