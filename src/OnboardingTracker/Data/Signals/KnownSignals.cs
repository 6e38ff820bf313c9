using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

public static class KnownSignals
{
    /// <summary>What is known of accounts by their signals, by account, in the order in which it happened.</summary>
    public static async Task<ILookup<long, ReceivedSignal>> SignalsOfAsync(
        this TrackerDb db,
        IReadOnlyCollection<long> accountIds,
        CancellationToken cancel = default
    )
    {
        long?[] ids = [.. accountIds];
        var rows = await db
            .Signals.AsNoTracking()
            .Where(signal => ids.Contains(signal.AccountId) && signal.State == SignalState.Worked)
            .OrderBy(signal => signal.OccurredAt)
            .Select(signal => new
            {
                signal.Id,
                AccountId = signal.AccountId!.Value,
                signal.ReceivedAt,
                signal.Fact,
                signal.IsEngagement,
            })
            .ToListAsync(cancel);
        return rows.Where(row => row.Fact is not null)
            .ToLookup(
                row => row.AccountId,
                row => new ReceivedSignal(row.Id, row.ReceivedAt, row.Fact!) { IsEngagement = row.IsEngagement }
            );
    }
}
