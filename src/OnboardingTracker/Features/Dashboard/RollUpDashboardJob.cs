using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Data.Dashboard.Stages;
using OnboardingTracker.Data.Dashboard.Timing;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>
/// Every hour: rolls up the stages of the days that are over, and works the tables out that people will look at first, as of the last of
/// these days. Whose clock was set back since is worked anew too, and who may leave, so that the notes of that stay few; and the counts of accounts
/// are compared with the accounts and summed up.
/// Enqueued twice: the second finds everything there. Run together: a day is rolled up by one of them, under a lock, and so are the counts; a
/// table that both work out is the same and kept once. Cut off half-way: what is done is done, and the next hour does the rest.
/// </summary>
public sealed class RollUpDashboardJob(
    StageRollUp stages,
    FigureTables tables,
    KeptTables kept,
    ClockBook clocks,
    LeavingBook leaving,
    AccountCounts counts
)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await stages.RunAsync(cancel);
        foreach (var table in tables.All.Where(table => table.CanBeKept))
            await tables.ReadAsync(table, FigureAsk.Nothing, cancel);
        var now = await tables.Moments.QueryAsync(FigureAsk.Nothing, live: true, weeks: 0, cancel);
        await clocks.RefreshAsync(now, cancel);
        await leaving.RefreshAsync(now.AsOf, cancel);
        await counts.MendAsync(cancel);
        await counts.CompactAsync(cancel);
        await kept.DropOldAsync(cancel);
    }
}
