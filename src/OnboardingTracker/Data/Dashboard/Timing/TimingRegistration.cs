namespace OnboardingTracker.Data.Dashboard.Timing;

internal static class TimingRegistration
{
    public static IServiceCollection AddTiming(this IServiceCollection services) =>
        services
            .AddScoped<ClockBook>()
            .AddScoped<IFigureTable, TimeInStageTable>()
            .AddScoped<IFigureTable, PassageLengthTable>()
            .AddScoped<IFigureTable, BeyondByStageTable>()
            .AddScoped<IFigureTable, BeyondByOwnerTable>()
            .AddScoped<IFigureTable, StuckByStageTable>()
            .AddScoped<IFigureTable, StuckTable>()
            .AddScoped<IFigureTable, PausedTable>()
            .AddScoped<IFigureList, ClosedStayList>()
            .AddScoped<IFigureList, OpenStayList>()
            .AddScoped<IFigureList, EndedPassageList>()
            .AddScoped<IFigureList, GoingPassageList>()
            .AddScoped<IFigureList, StuckList>()
            .AddScoped<IFigureList, PausedList>();
}
