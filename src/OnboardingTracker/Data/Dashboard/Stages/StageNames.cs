using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Stages;

public static class StageNames
{
    /// <summary>Every stage as it was called at a moment, in the order of then. What it was called before anything was recorded counts from the beginning.</summary>
    public static async Task<IReadOnlyList<StageName>> StageNamesAtAsync(
        this TrackerDb db,
        DateTimeOffset? until,
        CancellationToken cancel = default
    )
    {
        // A stage is renamed once in years: all there ever was is a few dozen rows.
        var all = await db.StageNames.AsNoTracking().OrderBy(name => name.Id).ToListAsync(cancel);
        return
        [
            .. all.GroupBy(name => name.Stage)
                .Select(names => names.LastOrDefault(name => until is null || name.RecordedAt < until) ?? names.First())
                .OrderBy(name => name.Position),
        ];
    }
}
