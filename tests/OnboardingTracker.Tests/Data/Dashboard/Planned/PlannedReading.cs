using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

internal static class PlannedReading
{
    /// <summary>The plan as the app reads it, with every entry.</summary>
    public static Task<(KeptPlan Plan, IReadOnlyList<PlannedEntry> Entries)> PlanAsync(this TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var plan = await services.GetRequiredService<PlannedBook>().ReadAsync();
            var page = await services.GetRequiredService<PlannedEntries>().PageAsync(new PlannedWhich(), null, int.MaxValue);
            return (plan, page.Entries);
        });
}
