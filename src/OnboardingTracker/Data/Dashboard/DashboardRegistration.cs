using OnboardingTracker.Data.Dashboard.Effects;
using OnboardingTracker.Data.Dashboard.Flow;
using OnboardingTracker.Data.Dashboard.Load;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Data.Dashboard.Stages;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>Every table of the dashboard, and every list behind its numbers. A new one is a file and a line here.</summary>
internal static class DashboardRegistration
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) =>
        services
            .AddScoped<Moments>()
            .AddScoped<KeptTables>()
            .AddScoped<FigureTables>()
            .AddScoped<FigureLists>()
            .AddScoped<AccountCounts>()
            .AddStages()
            .AddRetention()
            .AddPlanned()
            .AddLoad()
            .AddEffects()
            .AddFlow();

    private static IServiceCollection AddStages(this IServiceCollection services) =>
        services
            .AddScoped<StageBook>()
            .AddScoped<StageRollUp>()
            .AddScoped<IFigureTable, StagesTable>()
            .AddScoped<IFigureTable, StageChangesTable>()
            .AddScoped<IFigureTable, StageHistoryTable>()
            .AddScoped<IFigureTable, StageEntriesTable>()
            .AddScoped<IFigureTable, StageExitsTable>()
            .AddScoped<IFigureList, StandingList>()
            .AddScoped<IFigureList, EnteredList>()
            .AddScoped<IFigureList, LeftList>();

    private static IServiceCollection AddPlanned(this IServiceCollection services) =>
        services
            .AddScoped<PlanAgendas>()
            .AddScoped<PlannedBook>()
            .AddScoped<PlannedEntries>()
            .AddScoped<IFigureTable, PlannedTable>()
            .AddScoped<IFigureList, PlannedList>();

    private static IServiceCollection AddLoad(this IServiceCollection services) =>
        services
            .AddScoped<IFigureTable, LoadTable>()
            .AddScoped<IFigureTable, LoadActivityTable>()
            .AddScoped<IFigureTable, LoadWeeksTable>()
            .AddScoped<IFigureList, LoadStateList>()
            .AddScoped<IFigureList, LoadActivityList>();

    private static IServiceCollection AddEffects(this IServiceCollection services) =>
        services.AddScoped<IFigureTable, EffectTable>().AddScoped<IFigureTable, EffectWeeksTable>().AddScoped<IFigureList, EffectList>();
}
