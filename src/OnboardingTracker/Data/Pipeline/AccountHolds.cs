using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>What a person says about playbooks and one account: leave it alone, come back to it, keep it for another period.</summary>
public sealed class AccountHolds(TrackerDb db, AccountMoves moves, TimeProvider time)
{
    /// <summary>Keeps one playbook away from one account until its occasion changes. A hold that is there already is replaced.</summary>
    /// <returns>The hold's end, if a renewal ends it; null: there is no such account.</returns>
    public async Task<HoldToPlace?> HoldAsync(long accountId, string playbook, string? reason, Actor by, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Locked before it is read: the hold belongs to the passage and the renewal that the account has when it is placed.
        await db.Database.ExecuteSqlAsync($"select 1 from accounts where id = {accountId} for update", cancel);
        var account = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == accountId)
            .Select(a => new { a.Passage, a.NextRenewalOn })
            .FirstOrDefaultAsync(cancel);
        if (account is null)
            return null;
        var hold = HoldToPlace.For(
            playbook,
            string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
            account.NextRenewalOn,
            TeamCalendar.DayOf(now, policy)
        );
        var raw = (NpgsqlTransaction)transaction.GetDbTransaction();
        await HoldStore.PlaceAsync(raw, [new PlacedHold(accountId, account.Passage, hold, by, now)], cancel);
        await LiveChannel.NotifyAsync(raw.Connection!, raw, LiveChannel.Payload("accounts", accountId), cancel);
        await transaction.CommitAsync(cancel);
        return hold;
    }

    /// <summary>Lets the playbook at the account again; it looks at it at its next run.</summary>
    /// <returns>Whether there was a hold to lift.</returns>
    public async Task<bool> LiftAsync(long accountId, string playbook, Actor by, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var raw = (NpgsqlTransaction)transaction.GetDbTransaction();
        var lifted = await HoldStore.LiftAsync(raw, accountId, playbook, by, time.GetUtcNow(), cancel);
        if (lifted)
            await LiveChannel.NotifyAsync(raw.Connection!, raw, LiveChannel.Payload("accounts", accountId), cancel);
        await transaction.CommitAsync(cancel);
        return lifted;
    }

    /// <summary>
    /// <em>Keep for another period</em>: the ten-day rule leaves the account alone until its next renewal; an account that it has in 5
    /// already goes back to the stage before, in the same move.
    /// </summary>
    /// <param name="expectedTransitionId">The account's last transition as the person saw it; null: whichever; 0: it had none.</param>
    /// <returns>The move where there was one, or why not; null: it was held, and did not have to move.</returns>
    public async Task<MoveResult?> KeepForAnotherPeriodAsync(
        long accountId,
        string? reason,
        Actor by,
        long? expectedTransitionId = null,
        CancellationToken cancel = default
    )
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == accountId)
            .Select(a => new { a.Stage, a.LastTransitionId })
            .FirstOrDefaultAsync(cancel);
        if (account is null)
            return new MoveResult.NotFound();
        if (expectedTransitionId is { } expected && expected != (account.LastTransitionId ?? 0))
            return await moves.ConflictAsync(accountId, cancel);
        var why = string.IsNullOrWhiteSpace(reason) ? "kept for another period" : $"kept for another period: {reason.Trim()}";
        if (account.Stage != StageCodes.AwaitingFinalOutreach)
            return await HoldAsync(accountId, PlaybookNames.FinalOutreachDue, why, by, cancel) is null ? new MoveResult.NotFound() : null;
        var before = PipelineHistory.StageBeforeFinalOutreach(await moves.HistoryAsync(accountId, cancel), await db.StagesAsync(cancel));
        return await moves.MoveAsync(
            new MoveWish(accountId, before, by, why)
            {
                ExpectedStage = StageCodes.AwaitingFinalOutreach,
                ExpectedTransitionId = expectedTransitionId,
            },
            cancel
        );
    }
}
