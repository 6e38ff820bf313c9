using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Accounts;

/// <summary>A person takes an account into the pipeline: stage 1, and an owner where it has none, as every new lead gets one.</summary>
public sealed class PipelineEntry(TrackerDb db, AccountMoves moves, LeadOwners owners, TimeProvider time)
{
    /// <param name="expectedTransitionId">The account's last transition as the person saw it; 0: it had none; null: whichever.</param>
    public async Task<MoveResult> EnterAsync(long accountId, Actor actor, long? expectedTransitionId, CancellationToken cancel)
    {
        var wish = new MoveWish(accountId, StageCodes.NewAccount, actor, "added by hand") { ExpectedTransitionId = expectedTransitionId };
        var result = await moves.MoveAsync(wish, cancel);
        if (result is MoveResult.Moved)
            await owners.AssignUnownedAsync(await db.RunContextAsync(time.GetUtcNow(), cancel), cancel);
        return result;
    }
}
