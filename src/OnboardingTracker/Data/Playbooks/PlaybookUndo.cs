using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <param name="Undone">Accounts that are back where they were.</param>
/// <param name="Left">Accounts that were left alone (the first 1,000), and why.</param>
/// <param name="LeftCount">How many were left alone in all.</param>
public sealed record RunUndone(int Undone, IReadOnlyList<LeftAlone> Left, int LeftCount);

public sealed record LeftAlone(string ExternalId, string Reason);

/// <summary>
/// Undoes what a run of a playbook did, account by account through the one door. An account that was moved since is left alone and
/// named. Cut off half-way or asked for twice: the rest is undone, and nothing twice.
/// </summary>
public sealed class PlaybookUndo(
    TrackerDb db,
    NpgsqlDataSource database,
    StageDoor door,
    LeadMembership membership,
    AlertUndo alerts,
    SurveyUndo surveys,
    BatchSizes sizes,
    TimeProvider time
)
{
    private const int MostNamed = 1_000;

    /// <summary>Notes the wish; the undo itself can then be done by any worker.</summary>
    /// <exception cref="RunRefusedException">It is a dry run, or is still running.</exception>
    public async Task<PlaybookRun> QueueAsync(long runId, Actor actor, CancellationToken cancel = default)
    {
        var run = await db.PlaybookRuns.FirstAsync(r => r.Id == runId, cancel);
        Refuse(run);
        if (run.State == RunState.Running)
        {
            // Either somebody is at it, and holds the lock, or its process has died.
            await using var free =
                await AdvisoryLock.TryTakeAsync(database, PlaybookRunner.LockOf(run.Playbook), cancel)
                ?? throw new RunRefusedException("run-going-on", $"Run {run.Id} has not ended yet. Undo it when it has.");
        }
        run.UndoRequestedAt ??= time.GetUtcNow();
        run.UndoRequestedBy ??= actor;
        await db.SaveChangesAsync(cancel);
        return run;
    }

    /// <summary>Does an undo that was asked for. Done already, by whoever: finds nothing left to undo.</summary>
    public async Task<RunUndone> ExecuteAsync(long runId, CancellationToken cancel = default)
    {
        var run = await db.PlaybookRuns.AsNoTracking().FirstAsync(r => r.Id == runId, cancel);
        return await UndoAsync(runId, run.UndoRequestedBy ?? run.RequestedBy, cancel);
    }

    /// <exception cref="RunRefusedException">It is a dry run, or is still running.</exception>
    public async Task<RunUndone> UndoAsync(long runId, Actor actor, CancellationToken cancel = default)
    {
        var run = await db.PlaybookRuns.FirstAsync(r => r.Id == runId, cancel);
        await using var _ = await AdvisoryLock.TakeAsync(database, PlaybookRunner.LockOf(run.Playbook), cancel);
        await db.Entry(run).ReloadAsync(cancel);
        Refuse(run);
        // We hold its lock, so its process is dead. Were it started again, it would do again what is being undone.
        if (run.State == RunState.Running)
            (run.State, run.FinishedAt) = (RunState.Interrupted, time.GetUtcNow());
        run.UndoRequestedAt ??= time.GetUtcNow();
        run.UndoRequestedBy ??= actor;
        await db.SaveChangesAsync(cancel);
        if (!run.MovesAccounts)
            return await CallOffAsync(run, actor, cancel);
        var stages = await db.StagesAsync(cancel);
        var rules = new MoveRules(stages);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var left = new List<LeftAlone>();
        var (undone, leftCount, after) = (0, 0, 0L);
        while (true)
        {
            var batch = await db
                .Transitions.AsNoTracking()
                .Where(t => t.PlaybookRunId == runId && t.Id > after)
                .OrderBy(t => t.Id)
                .Take(sizes.Undo)
                .Select(t => new { t.Id, t.AccountId })
                .ToListAsync(cancel);
            if (batch.Count == 0)
                break;
            after = batch[^1].Id;
            var ids = batch.ConvertAll(t => t.AccountId);
            var accounts = await db
                .Accounts.AsNoTracking()
                .Where(a => ids.Contains(a.Id))
                .Select(PlaybookSubject.Of)
                .ToDictionaryAsync(a => a.AccountId, cancel);
            var histories = (await db.Transitions.AsNoTracking().Where(t => ids.Contains(t.AccountId)).ToListAsync(cancel)).ToLookup(t =>
                t.AccountId
            );

            var decided = new List<StageMove>();
            foreach (var transition in batch)
            {
                var history = histories[transition.AccountId].ToList();
                if (!PipelineHistory.Effective(history).Any(t => t.Id == transition.Id))
                {
                    Leave(transition.AccountId, "undone already");
                    continue;
                }
                var decision = rules.Undo(
                    transition.AccountId,
                    history,
                    transition.Id,
                    actor,
                    context.Now,
                    accounts[transition.AccountId].NextRenewalOn,
                    context.Today,
                    accounts[transition.AccountId].SignalEngagement
                );
                if (decision is MoveDecision.Allowed { Move: var move })
                    decided.Add(move);
                else
                    Leave(transition.AccountId, $"{rules.LastMoveInWords(history)} since");
            }
            var applied = await door.ApplyAsync(decided, cancel);
            undone += applied.Count;
            if (decided.Exists(move => move.After.Stage is null))
                await membership.ReconcileAsync(context, account => ids.Contains(account.Id), cancel);
            foreach (var lost in decided.Where(move => !applied.ContainsKey(move.AccountId)))
                Leave(lost.AccountId, "moved at the same moment");

            void Leave(long accountId, string reason)
            {
                leftCount++;
                if (left.Count < MostNamed)
                    left.Add(new LeftAlone(accounts[accountId].ExternalId, reason));
            }
        }
        run.UndoneAt ??= context.Now;
        run.UndoneBy ??= actor;
        await db.SaveChangesAsync(cancel);
        return new RunUndone(undone, left, leftCount);
    }

    private async Task<RunUndone> CallOffAsync(PlaybookRun run, Actor actor, CancellationToken cancel)
    {
        var left = new List<LeftAlone>();
        var (leftCount, now) = (0, time.GetUtcNow());
        var undone =
            run.Effect is PlaybookEffect.SendsSurvey
                ? await surveys.UndoAsync(run, actor, Leave, cancel)
                : await alerts.UndoAsync(run, actor, now, Leave, cancel);
        await db
            .PlaybookRuns.Where(r => r.Id == run.Id && r.UndoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.UndoneAt, now).SetProperty(r => r.UndoneBy, actor), cancel);
        return new RunUndone(undone, left, leftCount);

        void Leave(string account, string reason)
        {
            leftCount++;
            if (left.Count < MostNamed)
                left.Add(new LeftAlone(account, reason));
        }
    }

    private static void Refuse(PlaybookRun run)
    {
        if (run.DryRun)
            throw new RunRefusedException("nothing-to-undo", "A dry run touched nothing, so there is nothing to undo.");
        if (run.State == RunState.Queued)
            throw new RunRefusedException("run-going-on", $"Run {run.Id} has not ended yet. Undo it when it has.");
    }
}
