using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>A person's wish to move one account, with what they saw when they wished it.</summary>
public sealed record MoveWish(long AccountId, string To, Actor Actor, string? Reason = null)
{
    /// <summary>Only when the account is still in this stage; null: wherever it is.</summary>
    public string? ExpectedStage { get; init; }

    /// <summary>Only when this is still the account's last transition; null: whichever. 0: it has none.</summary>
    public long? ExpectedTransitionId { get; init; }
}

/// <summary>Moves, undoes and holds of single accounts: reads, lets the rules decide, and goes through the one door.</summary>
public sealed class AccountMoves(TrackerDb db, StageDoor door, LeadMembership membership, AccountStory story, TimeProvider time)
{
    public async Task<MoveResult> MoveAsync(MoveWish wish, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var stages = await db.StagesAsync(cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var subject = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == wish.AccountId)
            .Select(PlaybookSubject.Of)
            .FirstOrDefaultAsync(cancel);
        if (subject is null)
            return new MoveResult.NotFound();
        var movedMeanwhile =
            (wish.ExpectedStage is { } stage && stage != subject.Stage)
            || (wish.ExpectedTransitionId is { } last && last != (subject.LastTransitionId ?? 0));
        if (movedMeanwhile)
            return subject.Stage == wish.To ? new MoveResult.AlreadyThere(wish.To) : await ConflictAsync(wish.AccountId, cancel);

        var history = await HistoryAsync(wish.AccountId, cancel);
        var lastMover = PipelineHistory.Effective(history) is [.., var lastMove] ? lastMove.Actor : (Actor?)null;
        var request = new MoveRequest
        {
            AccountId = wish.AccountId,
            To = wish.To,
            Actor = wish.Actor,
            At = now,
            Reason = wish.Reason,
            RenewalOn = subject.NextRenewalOn,
            Today = TeamCalendar.DayOf(now, policy),
            Zone = TeamCalendar.Zone(policy),
        };
        return await PassAsync(new MoveRules(stages).Decide(subject.PipelineState, request, lastMover), wish.To, cancel);
    }

    /// <summary>Undoes one transition, by the person who sees it. A caller's transaction holds <see cref="AccountStory.LockOf"/>.</summary>
    public async Task<MoveResult> UndoAsync(long accountId, long transitionId, Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var stages = await db.StagesAsync(cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var account = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId).Select(PlaybookSubject.Of).FirstOrDefaultAsync(cancel);
        if (account is null)
            return new MoveResult.NotFound();
        var history = await HistoryAsync(accountId, cancel);
        var decision = new MoveRules(stages).Undo(
            accountId,
            history,
            transitionId,
            actor,
            now,
            account.NextRenewalOn,
            TeamCalendar.DayOf(now, policy),
            account.SignalEngagement
        );
        var result = await PassAsync(decision, "", cancel);
        // Back in an earlier passage, the engagement of that one counts again.
        if (result is MoveResult.Moved { Move: var move } && move.Before.Passage != move.After.Passage)
        {
            if (db.Database.CurrentTransaction is null)
                await story.ReviewAsync(accountId, cancel: cancel);
            else
                await story.TellAsync(accountId, await db.RunContextAsync(now, cancel), cancel: cancel);
        }
        return result;
    }

    /// <summary>All transitions of one account, oldest first. An account has a handful.</summary>
    public Task<List<Transition>> HistoryAsync(long accountId, CancellationToken cancel = default) =>
        db.Transitions.AsNoTracking().Where(t => t.AccountId == accountId).OrderBy(t => t.Id).ToListAsync(cancel);

    private async Task<MoveResult> PassAsync(MoveDecision decision, string to, CancellationToken cancel)
    {
        switch (decision)
        {
            case MoveDecision.Refused refused:
                return new MoveResult.Refused(refused);
            case MoveDecision.Allowed { Move: var move }:
                var applied = await door.ApplyAsync([move], cancel);
                if (!applied.TryGetValue(move.AccountId, out var transitionId))
                    return await ConflictAsync(move.AccountId, cancel);
                if (move.Before.Stage is null || move.After.Stage is null)
                    await membership.ReconcileAsync(
                        await db.RunContextAsync(move.At, cancel),
                        account => account.Id == move.AccountId,
                        cancel
                    );
                return new MoveResult.Moved(transitionId, move);
            default:
                return new MoveResult.AlreadyThere(to);
        }
    }

    /// <summary>Where the account is now and who moved it there: what a person is told who saw something else.</summary>
    public async Task<MoveResult> ConflictAsync(long accountId, CancellationToken cancel = default)
    {
        var stage = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId).Select(a => a.Stage).FirstOrDefaultAsync(cancel);
        var last = await db
            .Transitions.AsNoTracking()
            .Where(t => t.AccountId == accountId)
            .OrderByDescending(t => t.Id)
            .FirstOrDefaultAsync(cancel);
        return new MoveResult.Conflict(stage, last);
    }
}
