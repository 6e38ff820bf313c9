namespace OnboardingTracker.Data.Dashboard.Flow;

internal static class FlowRegistration
{
    public static IServiceCollection AddFlow(this IServiceCollection services) =>
        services
            .AddScoped<FlowBook>()
            .AddScoped<IFigureTable, ConversionTable>()
            .AddScoped<IFigureTable, PathsTable>()
            .AddScoped<IFigureTable, PathDaysTable>()
            .AddScoped<IFigureTable, OutcomesTable>()
            .AddScoped<IFigureTable, EngagementTable>()
            .AddScoped<IFigureTable, FirstOutreachTable>()
            .AddScoped<IFigureList, FlowPassageList>()
            .AddScoped<IFigureList, ConversionList>();
}
