using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Signals;

/// <summary>How a correction ended.</summary>
public abstract record CorrectionResult
{
    private CorrectionResult() { }

    /// <param name="Changed">False: the signal was so already.</param>
    public sealed record Done(Signal Signal, bool Changed) : CorrectionResult;

    public sealed record NotFound : CorrectionResult;

    /// <param name="Message">What is wrong, for the person.</param>
    public sealed record Refused(string Message) : CorrectionResult;
}

/// <summary>
/// A person's word on a signal: that it is engagement, or is none, or belongs to another account. In one transaction it is noted with
/// who and when, and the story of each account concerned is told anew, as if it had been so from the beginning. A correction back
/// restores what was.
/// </summary>
public sealed class SignalCorrections(
    TrackerDb db,
    SignalEffects effects,
    BillingProjection billing,
    AccountStory story,
    PlaybookReactions reactions,
    TimeProvider time
)
{
    /// <param name="isEngagement">Null: what it looks like counts again.</param>
    public Task<CorrectionResult> SayAsync(long signalId, bool? isEngagement, Actor actor, CancellationToken cancel = default) =>
        DoAsync(
            signalId,
            (signal, context) =>
            {
                if (signal.Fact is not ({ Mail: not null } or { Call: not null } or { Purchase: not null }))
                    return new CorrectionResult.Refused("Only mail, calls and purchases can be engagement.");
                if (signal.IsEngagement == isEngagement)
                    return new CorrectionResult.Done(signal, false);
                Note(
                    signal,
                    isEngagement switch
                    {
                        true => CorrectionKind.Engagement,
                        false => CorrectionKind.NotEngagement,
                        null => CorrectionKind.AsItLooks,
                    },
                    signal.AccountId,
                    actor,
                    context
                );
                signal.IsEngagement = isEngagement;
                return null;
            },
            cancel
        );

    /// <summary>The signal belongs to another account.</summary>
    public Task<CorrectionResult> GiveAsync(long signalId, long accountId, Actor actor, CancellationToken cancel = default) =>
        DoAsync(
            signalId,
            (signal, context) =>
            {
                if (signal.AccountId == accountId)
                    return new CorrectionResult.Done(signal, false);
                Note(signal, CorrectionKind.OtherAccount, accountId, actor, context);
                signal.AccountId = accountId;
                signal.AssignedBy = actor;
                return null;
            },
            cancel,
            accountId
        );

    /// <param name="correct">Changes the signal; an answer of its own ends the matter without change.</param>
    private async Task<CorrectionResult> DoAsync(
        long signalId,
        Func<Signal, RunContext, CorrectionResult?> correct,
        CancellationToken cancel,
        long? otherAccountId = null
    )
    {
        var (result, changed) = await WriteClash.RepeatAsync(db, () => TryAsync(signalId, correct, otherAccountId, cancel));
        if (changed.Count > 0)
            await reactions.AfterChangeAsync(changed, cancel);
        return result;
    }

    private async Task<(CorrectionResult Result, List<long> Changed)> TryAsync(
        long signalId,
        Func<Signal, RunContext, CorrectionResult?> correct,
        long? otherAccountId,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        // In the worker's order: the signal's row, then its accounts.
        var signal = await db.Signals.FromSql($"select * from signals where id = {signalId} for update").SingleOrDefaultAsync(cancel);
        if (signal is null)
            return (new CorrectionResult.NotFound(), []);
        if (signal is not { State: SignalState.Worked, AccountId: { } from, Fact: { } fact })
            return (new CorrectionResult.Refused("It has not been worked: there is nothing to correct yet."), []);
        foreach (var id in new[] { from, otherAccountId ?? from }.Distinct().Order())
            await AdvisoryLock.TakeAsync(own, AccountStory.LockOf(id), cancel);
        if (otherAccountId is { } other && await db.Accounts.AnyAsync(a => a.Id == other && a.MergedIntoId != null, cancel))
            return (new CorrectionResult.Refused("That account was merged into another: choose that one."), []);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        if (correct(signal, context) is { } answer)
            return (answer, []);
        await db.SaveChangesAsync(cancel);

        var changed = new List<long>();
        if (signal.AccountId is { } to && to != from)
        {
            if (await billing.ForgetAsync(from, signal.Source, fact, signal.Id, context, cancel))
                changed.Add(from);
            if (await effects.ApplyAsync(signal, context, cancel))
                changed.Add(to);
        }
        await story.TellAsync(from, context, cancel: cancel);
        if (signal.AccountId != from)
            await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", from), cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", signal.AccountId), cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("signals"), cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (new CorrectionResult.Done(signal, true), changed);
    }

    private void Note(Signal signal, CorrectionKind kind, long? to, Actor actor, RunContext context)
    {
        signal.CorrectedBy = actor;
        signal.CorrectedAt = context.Now;
        db.SignalCorrections.Add(
            new SignalCorrection
            {
                SignalId = signal.Id,
                At = context.Now,
                Actor = actor,
                Kind = kind,
                FromAccountId = signal.AccountId,
                ToAccountId = to,
            }
        );
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = context.Now,
                Actor = actor,
                Action = "signal corrected",
                Subject = FormattableString.Invariant($"signal {signal.Id}"),
                Values =
                    kind == CorrectionKind.OtherAccount
                        ? new Dictionary<string, string?[]>
                        {
                            ["account"] = [FormattableString.Invariant($"{signal.AccountId}"), FormattableString.Invariant($"{to}")],
                        }
                        : new Dictionary<string, string?[]>
                        {
                            ["isEngagement"] =
                            [
                                Said(signal.IsEngagement),
                                Said(kind == CorrectionKind.AsItLooks ? null : kind == CorrectionKind.Engagement),
                            ],
                        },
            }
        );
    }

    private static string Said(bool? isEngagement) =>
        isEngagement switch
        {
            true => "true",
            false => "false",
            null => "as it looks",
        };
}
