using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Moves the accounts that a playbook concerns, in batches: each batch is one transaction, so a kill costs no more than one.</summary>
public sealed class PlaybookMoves(
    TrackerDb db,
    NpgsqlDataSource database,
    StageDoor door,
    LeadOwners leadOwners,
    DryRuns dryRuns,
    AccountStory story,
    BatchSizes sizes
)
{
    private const int MostPasses = 3;

    /// <summary>Moves whatever is due now, of the whole book or of one part of it.</summary>
    public async Task MoveDueAsync(
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel,
        Expression<Func<Account, bool>>? scope = null
    )
    {
        var stages = await db.StagesAsync(cancel);
        for (var (pass, lost) = (1, true); lost && pass <= MostPasses; pass++)
            lost = await MovePassAsync(run, playbook, context, stages, scope, cancel);
        run.Held =
            run.Trigger == RunTriggers.AskedFor
                ? await dryRuns.RecordHeldAsync(run, playbook, context, cancel)
                : await db.HeldBack(playbook, context, scope).CountAsync(cancel);
    }

    /// <returns>Whether an account changed at the very moment and was left alone: it is to be looked at again.</returns>
    private async Task<bool> MovePassAsync(
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        StageCatalogue stages,
        Expression<Func<Account, bool>>? scope,
        CancellationToken cancel
    )
    {
        // The due accounts are read from a connection of their own, as of one moment, while the batches are written on another.
        await using var reading = Reader();
        var (found, moved) = (0, 0);
        await foreach (var batch in reading.Due(playbook, context, scope).AsAsyncEnumerable().Chunked(sizes.Moves, cancel))
        {
            found += batch.Count;
            moved += await MoveBatchAsync(batch, playbook, context, stages, run, cancel);
        }
        return moved < found;
    }

    /// <summary>Moves one small set at once, such as the account that just changed.</summary>
    public async Task<int> MoveAsync(
        IReadOnlyList<PlaybookSubject> due,
        Playbook playbook,
        RunContext context,
        PlaybookRun run,
        CancellationToken cancel
    ) => await MoveBatchAsync(due, playbook, context, await db.StagesAsync(cancel), run, cancel);

    /// <summary>Moves exactly the approved set; accounts that changed since the dry run are left alone and named.</summary>
    public async Task MoveApprovedAsync(
        PlaybookRun run,
        long approvedRunId,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel
    )
    {
        var stages = await db.StagesAsync(cancel);
        await using var reading = Reader();
        var approved = reading
            .PlaybookRunItems.AsNoTracking()
            .Where(item => item.RunId == approvedRunId && item.Kind == RunItemKind.Touched)
            .OrderBy(item => item.AccountId)
            .AsAsyncEnumerable();
        await foreach (var items in approved.Chunked(sizes.Moves, cancel))
        {
            var ids = items.ConvertAll(item => item.AccountId);
            var due = await db.Due(playbook, context, account => ids.Contains(account.Id))
                .ToDictionaryAsync(subject => subject.AccountId, cancel);
            var unchanged = items.FindAll(item =>
                due.TryGetValue(item.AccountId, out var subject)
                && subject.LastTransitionId == item.LastTransitionId
                && Changed(item, playbook.EvidenceOf(subject, context)).Count == 0
            );
            var moved = await MoveBatchAsync(unchanged.ConvertAll(item => due[item.AccountId]), playbook, context, stages, run, cancel);
            if (moved < items.Count)
                await NameDroppedAsync(run, approvedRunId, ids, playbook, context, stages, cancel);
        }
    }

    private async Task<int> MoveBatchAsync(
        IReadOnlyList<PlaybookSubject> due,
        Playbook playbook,
        RunContext context,
        StageCatalogue stages,
        PlaybookRun run,
        CancellationToken cancel
    )
    {
        if (playbook.BySignals)
            return await MoveBySignalsAsync(due, run, cancel);
        var rules = new MoveRules(stages);
        var moves = due.Select(subject => rules.Decide(subject.PipelineState, RequestFor(subject, playbook, context, run.Id)))
            .OfType<MoveDecision.Allowed>()
            .Select(allowed => allowed.Move)
            .ToList();
        if (moves.Count == 0)
            return 0;
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var _ = own;
        var applied = await door.ApplyAsync(moves, cancel);
        if (playbook.AssignsOwner && applied.Count > 0)
            await leadOwners.WelcomeAsync(
                (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(),
                [.. applied.Keys],
                playbook.Name,
                context,
                cancel
            );
        // Committed with the batch: a person who watches the run, or a process that takes it up again, reads what is true.
        var before = run.Touched;
        run.Touched += applied.Count;
        try
        {
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
        }
        catch
        {
            run.Touched = before;
            throw;
        }
        return applied.Count;
    }

    /// <summary>An account at a time, each in a transaction of its own: what its signals call for is looked up again there.</summary>
    private async Task<int> MoveBySignalsAsync(IReadOnlyList<PlaybookSubject> due, PlaybookRun run, CancellationToken cancel)
    {
        var moved = 0;
        foreach (var subject in due)
            moved += await story.ReviewAsync(subject.AccountId, run, cancel) ? 1 : 0;
        return moved;
    }

    private static MoveRequest RequestFor(PlaybookSubject subject, Playbook playbook, RunContext context, long runId) =>
        new()
        {
            AccountId = subject.AccountId,
            To = playbook.TargetOf(subject)!,
            Actor = Actor.Playbook(playbook.Name),
            At = context.Now,
            Reason = playbook.Because(subject, context),
            RenewalOn = subject.NextRenewalOn,
            Today = context.Today,
            Evidence = playbook.EvidenceOf(subject, context),
            PlaybookRunId = runId,
            RowVersion = subject.RowVersion,
        };

    /// <summary>Writes down which of the approved accounts were left alone, and what had changed.</summary>
    private async Task NameDroppedAsync(
        PlaybookRun run,
        long approvedRunId,
        List<long> ids,
        Playbook playbook,
        RunContext context,
        StageCatalogue stages,
        CancellationToken cancel
    )
    {
        var moved = await db
            .Transitions.Where(t => t.PlaybookRunId == run.Id && ids.Contains(t.AccountId))
            .Select(t => t.AccountId)
            .ToHashSetAsync(cancel);
        // Named already where an attempt before this one was cut off.
        var named = await db
            .PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind == RunItemKind.Dropped && ids.Contains(item.AccountId))
            .Select(item => item.AccountId)
            .ToHashSetAsync(cancel);
        var dropped = ids.FindAll(id => !moved.Contains(id) && !named.Contains(id));
        var approved = await db
            .PlaybookRunItems.AsNoTracking()
            .Where(item => item.RunId == approvedRunId && item.Kind == RunItemKind.Touched && dropped.Contains(item.AccountId))
            .ToDictionaryAsync(item => item.AccountId, cancel);
        var held = await db.HeldBack(playbook, context, account => dropped.Contains(account.Id))
            .Select(s => s.AccountId)
            .ToHashSetAsync(cancel);
        var subjects = await db.Accounts.AsNoTracking().Where(a => dropped.Contains(a.Id)).Select(PlaybookSubject.Of).ToListAsync(cancel);
        foreach (var subject in subjects)
        {
            db.PlaybookRunItems.Add(
                new PlaybookRunItem
                {
                    RunId = run.Id,
                    AccountId = subject.AccountId,
                    Kind = RunItemKind.Dropped,
                    From = subject.Stage,
                    To = playbook.TargetOf(subject),
                    Reason = WhatChanged(approved[subject.AccountId]),
                    LastTransitionId = subject.LastTransitionId,
                }
            );

            string WhatChanged(PlaybookRunItem item)
            {
                if (subject.LastTransitionId != item.LastTransitionId)
                    return $"moved since: it is now in {stages.Label(subject.Stage)}";
                if (held.Contains(subject.AccountId))
                    return "held since";
                var changed = Changed(item, playbook.EvidenceOf(subject, context));
                return changed.Count == 0 ? "changed at the same moment" : $"changed since: {string.Join("; ", changed)}";
            }
        }
        run.Dropped += dropped.Count;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The values that are not what they were when the account was approved. What the conditions ask for is policy, not the account.</summary>
    private static List<string> Changed(PlaybookRunItem approved, Evidence now)
    {
        var then = approved.Evidence!.Facts;
        return [.. now.Facts.Where((fact, i) => i >= then.Count || then[i].Value != fact.Value).Select(fact => fact.Value).Distinct()];
    }

    private TrackerDb Reader() => new(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
}
