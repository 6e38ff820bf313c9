using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>Keeps when an account churned by its subscriptions, and when we knew it.</summary>
internal static class ChurnStore
{
    /// <summary>Writes down what is known now beside what was known before, in the caller's transaction; the same again writes nothing.</summary>
    public static async Task KeepChurnsAsync(
        this TrackerDb db,
        long accountId,
        IReadOnlyList<SubscriptionBook.Churn> churns,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var known = await db
            .Churns.AsNoTracking()
            .Where(c => c.AccountId == accountId && c.SupersededAt == null)
            .Select(c => new
            {
                c.Id,
                c.At,
                c.BackAt,
            })
            .ToListAsync(cancel);
        var told = churns.Where(c => c.TakenBackBy is null).Select(c => (At: Kept(c.At), BackAt: Kept(c.BackAt))).Distinct().ToList();
        var gone = known.Where(c => !told.Contains((c.At, c.BackAt))).Select(c => c.Id).ToList();
        if (gone.Count > 0)
            await db.Churns.Where(c => gone.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.SupersededAt, now), cancel);
        foreach (var (at, backAt) in told.Where(c => !known.Exists(k => (k.At, k.BackAt) == c)))
            db.Churns.Add(
                new KnownChurn
                {
                    AccountId = accountId,
                    At = at,
                    BackAt = backAt,
                    RecordedAt = now,
                }
            );
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>As the database keeps it: in UTC, to the microsecond.</summary>
    private static DateTimeOffset Kept(DateTimeOffset at) =>
        at.ToUniversalTime() is var utc ? utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond)) : at;

    private static DateTimeOffset? Kept(DateTimeOffset? at) => at is { } known ? Kept(known) : null;
}
