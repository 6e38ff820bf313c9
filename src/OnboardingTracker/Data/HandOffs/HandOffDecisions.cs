using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>
/// Records what Sales made of a hand-off, once. A declined account goes back to the stage that it left, through the one door, in the same
/// transaction; one that was moved since is left where it is.
/// </summary>
public sealed class HandOffDecisions(TrackerDb db, AccountMoves moves, NoticeBoard notices, TimeProvider time)
{
    /// <param name="decision">Accepted, declined or disqualified.</param>
    /// <param name="note">Why; asked for where it is not accepted.</param>
    public Task<DecisionResult> DecideAsync(
        long handOffId,
        HandOffState decision,
        string? note,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        if (decision is HandOffState.Pending or HandOffState.Withdrawn)
            throw new ArgumentOutOfRangeException(nameof(decision), decision, "Sales accepts, declines or disqualifies.");
        if (decision != HandOffState.Accepted && string.IsNullOrWhiteSpace(note))
            throw new ArgumentException("It needs a reason.", nameof(note));
        return WriteClash.RepeatAsync(db, () => TryDecideAsync(handOffId, decision, note?.Trim(), actor, cancel));
    }

    private async Task<DecisionResult> TryDecideAsync(
        long handOffId,
        HandOffState decision,
        string? note,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var accountId = await db.HandOffs.Where(h => h.Id == handOffId).Select(h => (long?)h.AccountId).FirstOrDefaultAsync(cancel);
        if (accountId is null)
            return new DecisionResult.NotFound();
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), AccountStory.LockOf(accountId.Value), cancel);
        var handOff = await db.HandOffs.SingleAsync(h => h.Id == handOffId, cancel);
        if (handOff.State != HandOffState.Pending)
            return new DecisionResult.Closed(handOff);
        handOff.State = decision;
        handOff.Decision = string.IsNullOrEmpty(note) ? null : note;
        handOff.DecidedAt = time.GetUtcNow();
        handOff.DecidedBy = actor;
        await db.SaveChangesAsync(cancel);
        var (back, stays) = decision == HandOffState.Declined ? await BackAsync(handOff, actor, cancel) : (null, null);
        handOff.ReturnTransitionId = back?.TransitionId;
        await db.SaveChangesAsync(cancel);
        await TellAsync(handOff, actor, cancel);
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts", handOff.AccountId), cancel);
        await LiveChannel.NotifyAsync(db, HandOffWrites.Topic, cancel);
        await transaction.CommitAsync(cancel);
        return new DecisionResult.Recorded(handOff, back, stays);
    }

    private async Task<(MoveResult.Moved? Back, string? Stays)> BackAsync(HandOff handOff, Actor actor, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var history = await moves.HistoryAsync(handOff.AccountId, cancel);
        var last = PipelineHistory.Effective(history) is [.., var move] ? move : null;
        if (handOff.TransitionId is not { } entry || last?.Id != entry)
            return (
                null,
                last is null || last.To == StageCodes.SalesHandoff
                    ? "It is not known which stage it left, so it stays in 6c: move it on."
                    : $"It was moved since, to {stages.Label(last.To)}, and stays there."
            );
        var result = handOff.FromStage is { } from
            ? await ReturnAsync(handOff, from, actor, history, cancel)
            : await moves.UndoAsync(handOff.AccountId, entry, actor, cancel);
        return result switch
        {
            MoveResult.Moved moved => (moved, null),
            MoveResult.Refused refused => (null, refused.Why.Message),
            // The door lets nobody by who was a moment late: everything is done over.
            _ => throw new LostMoveException(),
        };
    }

    private async Task<MoveResult> ReturnAsync(
        HandOff handOff,
        string from,
        Actor actor,
        List<Transition> history,
        CancellationToken cancel
    )
    {
        var reason = Cut($"declined by Sales: {handOff.Decision}");
        var wish = new MoveWish(handOff.AccountId, from, actor, reason) { ExpectedTransitionId = history[^1].Id };
        var result = await moves.MoveAsync(wish, cancel);
        // It left 6a and has engaged since: the rule names the outcome that is true now.
        return result is MoveResult.Refused { Why.OfferedStage: { } offered }
            ? await moves.MoveAsync(wish with { To = offered }, cancel)
            : result;
    }

    /// <summary>Who handed it off, and whose account it is.</summary>
    private async Task TellAsync(HandOff handOff, Actor actor, CancellationToken cancel)
    {
        var account = await db.Accounts.Where(a => a.Id == handOff.AccountId).Select(a => new { a.Name, a.OwnerId }).SingleAsync(cancel);
        var members = new List<int>();
        if (account.OwnerId is { } owner)
            members.Add(owner);
        if (handOff.By.Kind == ActorKind.User)
            members.AddRange(await db.Members.Where(m => m.Email == handOff.By.Name).Select(m => m.Id).ToListAsync(cancel));
        await notices.TellAsync(
            members,
            new NoticeToTell
            {
                Kind = NoticeKind.HandOffDecided,
                Key = string.Create(CultureInfo.InvariantCulture, $"hand-off {handOff.Id} decided"),
                Title = $"Sales {Verb(handOff.State)} {account.Name}",
                Detail = handOff.Decision,
                Link = string.Create(CultureInfo.InvariantCulture, $"/hand-offs/{handOff.Id}"),
                AccountId = handOff.AccountId,
                By = actor,
            },
            cancel
        );
    }

    private static string Verb(HandOffState state) =>
        state switch
        {
            HandOffState.Accepted => "accepted",
            HandOffState.Declined => "declined",
            _ => "disqualified",
        };

    private static string Cut(string text) => text.Length <= MoveRules.LongestReason ? text : text[..(MoveRules.LongestReason - 1)] + "…";
}
