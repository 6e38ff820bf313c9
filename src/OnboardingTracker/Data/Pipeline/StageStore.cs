using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>Reads the stages. Twelve rows by their key; read once per request or run, so that a renamed stage shows at once.</summary>
public static class StageStore
{
    public static async Task<StageCatalogue> StagesAsync(this TrackerDb db, CancellationToken cancel = default) =>
        new(await db.Stages.AsNoTracking().ToListAsync(cancel));
}
