using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Accounts;

/// <summary>How a merge ended.</summary>
public abstract record MergeResult
{
    private MergeResult() { }

    public sealed record Merged(long IntoId, bool Already) : MergeResult;

    public sealed record NotFound : MergeResult;

    public sealed record Refused(string Message) : MergeResult;
}

/// <summary>
/// Makes two accounts one. What is known of the merged one (signals, tasks, contacts, bills, mail) goes over to the survivor, whose story
/// is told anew from all of it. The merged one keeps its own transitions and its history of details, leaves the pipeline by a
/// transition of its own, and from then on stands for the survivor. Done again, it finds nothing left to do.
/// </summary>
public sealed class AccountMerges(
    TrackerDb db,
    StageDoor door,
    AccountWrites writes,
    BillingProjection billing,
    AccountStory story,
    PlaybookReactions reactions,
    TimeProvider time
)
{
    public async Task<MergeResult> MergeAsync(long accountId, long intoId, Actor actor, CancellationToken cancel = default)
    {
        var result = await WriteClash.RepeatAsync(db, () => TryAsync(accountId, intoId, actor, cancel));
        if (result is MergeResult.Merged { Already: false })
            await reactions.AfterChangeAsync([intoId], cancel);
        return result;
    }

    private async Task<MergeResult> TryAsync(long accountId, long intoId, Actor actor, CancellationToken cancel)
    {
        if (accountId == intoId)
            return new MergeResult.Refused("An account cannot be merged into itself.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        foreach (var id in new[] { accountId, intoId }.Order())
            await AdvisoryLock.TakeAsync(own, AccountStory.LockOf(id), cancel);
        var merged = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == accountId, cancel);
        var into = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == intoId, cancel);
        if (merged is null || into is null)
            return new MergeResult.NotFound();
        if (merged.MergedIntoId is { } already)
            return already == intoId
                ? new MergeResult.Merged(intoId, true)
                : new MergeResult.Refused($"{merged.Name} has been merged into another account already.");
        if (into.MergedIntoId is not null)
            return new MergeResult.Refused($"{into.Name} was itself merged into another account: choose that one.");

        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        await LeavePipelineAsync(merged, into, actor, context, cancel);
        await MarkAsync(merged, intoId, actor, context, cancel);
        await HandOverAsync(accountId, intoId, actor, context, cancel);
        await FillAsync(merged, into, actor, context, cancel);
        foreach (var signal in await billing.OfBillingAsync(intoId, cancel))
        {
            await billing.ApplyAsync(signal, context, cancel);
            await db.SaveChangesAsync(cancel);
        }
        await billing.KeepPeaksAsync(intoId, context.Now, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        Note(merged, into, actor, context);
        await db.SaveChangesAsync(cancel);
        await story.TellAsync(intoId, context, cancel: cancel);
        foreach (var id in new[] { accountId, intoId })
            await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", id), cancel);
        await transaction.CommitAsync(cancel);
        return new MergeResult.Merged(intoId, false);
    }

    /// <summary>Through the one door, so that every list and rule sees it gone; its earlier transitions stay as they are.</summary>
    private async Task LeavePipelineAsync(Account merged, Account into, Actor actor, RunContext context, CancellationToken cancel)
    {
        if (merged.Stage is null)
            return;
        var move = new StageMove
        {
            AccountId = merged.Id,
            Before = merged.PipelineState,
            After = PipelineState.NotInPipeline,
            InWorkAfter = false,
            At = context.Now,
            Actor = actor,
            Reason = $"merged into {into.Name} ({into.ExternalId})",
        };
        if ((await door.ApplyAsync([move], cancel)).Count == 0)
            throw new LostMoveException();
    }

    /// <summary>What was merged into the merged one before now leads to the survivor as well. It is no lead by rule any more.</summary>
    private async Task MarkAsync(Account merged, long intoId, Actor actor, RunContext context, CancellationToken cancel)
    {
        await db
            .Accounts.Where(a => a.MergedIntoId == merged.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.MergedIntoId, intoId), cancel);
        var baselineOn = merged.BaselineOn ?? context.Today;
        await db
            .Accounts.Where(a => a.Id == merged.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.MergedIntoId, intoId)
                        .SetProperty(a => a.MergedAt, context.Now)
                        .SetProperty(a => a.MergedBy, actor)
                        .SetProperty(a => a.BaselineOn, baselineOn)
                        .SetProperty(a => a.LeadSince, (DateTimeOffset?)null)
                        .SetProperty(a => a.InLegacySegment, false)
                        .SetProperty(a => a.SignalReviewAt, (DateTimeOffset?)null),
                cancel
            );
    }

    /// <summary>What both have, such as the same contact, stays with the survivor; the merged one keeps its own copy out of sight.</summary>
    private async Task HandOverAsync(long from, long to, Actor actor, RunContext context, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            update signals set account_id = {to} where account_id = {from};
            update outgoing_mails set account_id = {to} where account_id = {from};
            update notices set account_id = {to} where account_id = {from};
            update notes set account_id = {to} where account_id = {from};
            update hand_offs set state = 'withdrawn', decided_at = {context.Now}, decided_by = {actor.ToString()}, decision = 'merged'
                where account_id = {from} and state = 'pending' and exists (select from hand_offs o where o.account_id = {to} and o.state = 'pending');
            update hand_offs set account_id = {to} where account_id = {from};
            update surveys set account_id = {to} where account_id = {from} and not exists (select from surveys o where o.account_id = {to});
            update contacts c set account_id = {to} where account_id = {from}
                and not exists (select from contacts o where o.account_id = {to} and o.email = c.email);
            update subscriptions s set account_id = {to} where account_id = {from}
                and not exists (select from subscriptions o where o.account_id = {to} and o.source = s.source and o.external_id = s.external_id);
            update invoices i set account_id = {to} where account_id = {from}
                and not exists (select from invoices o where o.account_id = {to} and o.source = i.source and o.external_id = i.external_id);
            update tasks t set account_id = {to} where account_id = {from}
                and not exists (select from tasks o where o.account_id = {to} and o.kind = t.kind and o.occasion = t.occasion);
            update tasks set state = 'canceled', closed_at = {context.Now}, closed_by = {actor.ToString()},
                changed_at = {context.Now}, changed_by = {actor.ToString()}
                where account_id = {from} and state in ('open', 'snoozed');
            """,
            cancel
        );
    }

    /// <summary>What the survivor does not know it takes from the merged one; what it knows stays.</summary>
    private async Task FillAsync(Account merged, Account into, Actor actor, RunContext context, CancellationToken cancel)
    {
        var update = new AccountUpdate
        {
            Domain = into.Domain is null && merged.Domain is not null ? merged.Domain : default(Optional<string?>),
            StripeCustomerId =
                into.StripeCustomerId is null && merged.StripeCustomerId is not null ? merged.StripeCustomerId : default(Optional<string?>),
            SalesOwner = into.SalesOwner is null && merged.SalesOwner is not null ? merged.SalesOwner : default(Optional<string?>),
            NextRenewalOn =
                into.NextRenewalOn is null && merged.NextRenewalOn is not null ? merged.NextRenewalOn : default(Optional<DateOnly?>),
            Forecast = into.Forecast is null && merged.Forecast is not null ? merged.Forecast : default(Optional<Money?>),
            OwnerId = into.OwnerId is null && merged.OwnerId is not null ? merged.OwnerId : default(Optional<int?>),
        };
        await writes.TakeAsync(into.Id, update, DetailSources.Rule, actor, context, cancel);
    }

    private void Note(Account merged, Account into, Actor actor, RunContext context) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = context.Now,
                Actor = actor,
                Action = "account merged",
                Subject = merged.ExternalId,
                Values = new Dictionary<string, string?[]> { ["mergedInto"] = [null, into.ExternalId] },
            }
        );
}
