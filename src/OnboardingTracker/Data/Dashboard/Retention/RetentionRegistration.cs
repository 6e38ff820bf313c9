namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>What the page of retention is made of.</summary>
internal static class RetentionRegistration
{
    public static IServiceCollection AddRetention(this IServiceCollection services) =>
        services
            .AddScoped<RetentionReader>()
            .AddScoped<LeavingBook>()
            .AddScoped<IFigureTable, RetentionTable>()
            .AddScoped<IFigureTable, LeavingTable>()
            .AddScoped<IFigureList, RetentionList>()
            .AddScoped<IFigureList, LeavingList>();
}
