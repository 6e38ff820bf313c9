using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>
/// Hands accounts to Sales. The move to 6c through the one door, the frozen packet, and the mail to Sales are one transaction, which holds
/// the account; the mail goes out afterwards.
/// </summary>
public sealed class HandOffWrites(TrackerDb db, AccountMoves moves, PacketReader packets, HandOffMails mails, TimeProvider time)
{
    /// <summary>Said on the live channel with the commit.</summary>
    public const string Topic = "hand-offs";

    /// <summary>Written down again with the same form's key, it is the same hand-off.</summary>
    public Task<HandOffResult> MakeAsync(HandOffWish wish, CancellationToken cancel = default) =>
        WriteClash.RepeatAsync(db, () => TryMakeAsync(wish, cancel));

    private async Task<HandOffResult> TryMakeAsync(HandOffWish wish, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), AccountStory.LockOf(wish.AccountId), cancel);
        var key = string.Create(CultureInfo.InvariantCulture, $"{wish.AccountId}:{wish.FormKey}");
        if (await db.HandOffs.AsNoTracking().FirstOrDefaultAsync(h => h.Key == key, cancel) is { } known)
            return new HandOffResult.Made(known, false);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        if (await db.ProspectAsync(packets, wish.AccountId, context, cancel) is not { } prospect)
            return new HandOffResult.NotFound();
        if (wish.ExpectedTransitionId is { } seen && seen != prospect.LastTransitionId)
            return new HandOffResult.Conflict((MoveResult.Conflict)await moves.ConflictAsync(wish.AccountId, cancel));
        if (prospect.Objections.Count > 0 && !wish.AllTheSame && wish.Decided != prospect.ObjectionsKey)
            return new HandOffResult.Objected(prospect.Objections);

        await db
            .HandOffs.Where(h => h.AccountId == wish.AccountId && h.State == HandOffState.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(h => h.State, HandOffState.Withdrawn)
                        .SetProperty(h => h.DecidedAt, context.Now)
                        .SetProperty(h => h.DecidedBy, wish.Actor)
                        .SetProperty(h => h.Decision, "handed off anew"),
                cancel
            );
        var move = new MoveWish(wish.AccountId, StageCodes.SalesHandoff, wish.Actor, wish.Reason)
        {
            ExpectedTransitionId = prospect.LastTransitionId,
        };
        var (from, transitionId) = (prospect.Stage, (long?)null);
        switch (await moves.MoveAsync(move, cancel))
        {
            case MoveResult.Moved moved:
                transitionId = moved.TransitionId;
                break;
            case MoveResult.AlreadyThere:
                (from, transitionId) = await EntryAsync(wish.AccountId, cancel);
                break;
            case MoveResult.Refused refused:
                return new HandOffResult.Refused(refused.Why);
            case MoveResult.Conflict conflict:
                return new HandOffResult.Conflict(conflict);
            default:
                return new HandOffResult.NotFound();
        }
        var handOff = Of(wish, key, prospect, from, transitionId, context);
        db.HandOffs.Add(handOff);
        await db.SaveChangesAsync(cancel);
        await mails.QueueAsync(handOff, cancel);
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts", wish.AccountId), cancel);
        await LiveChannel.NotifyAsync(db, Topic, cancel);
        await transaction.CommitAsync(cancel);
        return new HandOffResult.Made(handOff, true);
    }

    /// <summary>Of an account that was moved to 6c before, by hand or in bulk: where from, and by which move.</summary>
    private async Task<(string? From, long? TransitionId)> EntryAsync(long accountId, CancellationToken cancel)
    {
        var history = await moves.HistoryAsync(accountId, cancel);
        return PipelineHistory.Effective(history) is [.., { To: StageCodes.SalesHandoff, Migrated: false } last]
            ? (last.From, last.Id)
            : (null, null);
    }

    private static HandOff Of(
        HandOffWish wish,
        string key,
        HandOffProspect prospect,
        string? from,
        long? transitionId,
        RunContext context
    ) =>
        new()
        {
            AccountId = wish.AccountId,
            Key = key,
            FromStage = from,
            TransitionId = transitionId,
            Reason = wish.Reason.Trim(),
            Wants = wish.Wants,
            Volume = wish.Volume,
            Urgency = wish.Urgency,
            SpokenWith = wish.SpokenWith,
            SalesPerson = wish.SalesPerson,
            Although = prospect.Objections.Count == 0 ? null : string.Join('\n', prospect.Objections),
            Packet = prospect.Packet,
            By = wish.Actor,
            At = context.Now,
        };
}
