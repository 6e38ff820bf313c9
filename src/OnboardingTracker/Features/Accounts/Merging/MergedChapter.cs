using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Accounts.Merging;

/// <summary>The history of an account that was merged into another: an earlier chapter of that one's.</summary>
/// <param name="Transitions">All of them, newest first.</param>
/// <param name="Changes">The newest of its details' changes.</param>
public sealed record MergedChapter(Account Account, IReadOnlyList<Transition> Transitions, IReadOnlyList<AccountChange> Changes);

public static class MergedChapters
{
    private const int MostChanges = 50;

    /// <summary>Almost every account has none, which one look into an index says.</summary>
    public static async Task<IReadOnlyList<MergedChapter>> MergedChaptersAsync(this TrackerDb db, long accountId, CancellationToken cancel)
    {
        var merged = await db
            .Accounts.AsNoTracking()
            .Where(a => a.MergedIntoId == accountId)
            .OrderByDescending(a => a.MergedAt)
            .ToListAsync(cancel);
        var chapters = new List<MergedChapter>();
        foreach (var account in merged)
            chapters.Add(
                new(
                    account,
                    await db
                        .Transitions.AsNoTracking()
                        .Where(t => t.AccountId == account.Id)
                        .OrderByDescending(t => t.Id)
                        .ToListAsync(cancel),
                    await db
                        .AccountChanges.AsNoTracking()
                        .Where(c => c.AccountId == account.Id)
                        .OrderByDescending(c => c.Id)
                        .Take(MostChanges)
                        .ToListAsync(cancel)
                )
            );
        return chapters;
    }
}
