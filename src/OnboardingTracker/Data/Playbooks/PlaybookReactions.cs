using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>What happens at once when details of accounts changed: the playbooks that run on change look at them.</summary>
public sealed class PlaybookReactions(
    TrackerDb db,
    NpgsqlDataSource database,
    PlaybookMoves moves,
    AlertRuns alertRuns,
    AlertWrites alerts,
    HandOffTasks handOffs,
    LeadMembership membership,
    WaitingSignals waiting,
    TimeProvider time
)
{
    private const int MostPasses = 3;

    /// <summary>
    /// Runs them over these accounts, after the change was committed. A run is noted only where it does something. A crash in
    /// between loses nothing: the daily run finds the same accounts.
    /// </summary>
    /// <returns>How many accounts moved.</returns>
    public async Task<int> AfterChangeAsync(IReadOnlyCollection<long> accountIds, CancellationToken cancel = default)
    {
        var ids = accountIds.ToList();
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var moved = 0;
        foreach (var playbook in await LookingAsync(context, cancel))
        {
            if (playbook.Alert is not null)
            {
                await AlertAsync(playbook, ids, context, cancel);
                continue;
            }
            // An account that changed again at the very moment is left alone, and looked at once more.
            for (var (pass, lost) = (1, true); lost && pass <= MostPasses; pass++)
            {
                var due = await db.Due(playbook, context, account => ids.Contains(account.Id)).ToListAsync(cancel);
                var applied = due.Count == 0 ? 0 : await MoveAsync(playbook, due, context, cancel);
                moved += applied;
                lost = applied < due.Count;
            }
        }
        await handOffs.ReconcileAsync(context, account => ids.Contains(account.Id), cancel);
        await membership.ReconcileAsync(context, account => ids.Contains(account.Id), cancel);
        await waiting.FitAsync(ids, cancel);
        return moved;
    }

    /// <summary>
    /// The same for everything that was changed at once, such as by an import: one run of each playbook over all accounts that
    /// changed since this moment. Cut off half-way and called again, it does the rest.
    /// </summary>
    /// <returns>How many accounts each playbook moved.</returns>
    public async Task<IReadOnlyDictionary<string, int>> AfterChangesSinceAsync(DateTimeOffset since, CancellationToken cancel = default)
    {
        Expression<Func<Account, bool>> changed = account => account.ChangedAt >= since;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var moved = new Dictionary<string, int>();
        foreach (var playbook in PlaybookBook.All.Where(playbook => playbook.RunsOnChange))
        {
            // As long as a scheduled run may take: a second one would take this one for dead.
            await using var _ = await AdvisoryLock.TakeAsync(database, PlaybookRunner.LockOf(playbook.Name), cancel);
            if (!(await LookingAsync(context, cancel)).Contains(playbook))
                continue;
            if (playbook.Alert is not null)
            {
                if (await db.AlertCandidates(playbook, context, changed).AnyAsync(cancel))
                    await RunAsync(playbook, context, run => alertRuns.RunDueAsync(run, playbook, context, cancel, changed), cancel);
            }
            else if (await db.Due(playbook, context, changed).AnyAsync(cancel))
                moved[playbook.Name] = await RunAsync(
                    playbook,
                    context,
                    run => moves.MoveDueAsync(run, playbook, context, cancel, changed),
                    cancel
                );
        }
        await handOffs.ReconcileAsync(context, changed, cancel);
        await membership.ReconcileAsync(context, changed, cancel);
        await waiting.FitAllAsync(cancel);
        return moved;
    }

    /// <summary>Those that run on change and are on, that a lead has released, and whose data is fresh enough to act on.</summary>
    private async Task<IReadOnlyList<Playbook>> LookingAsync(RunContext context, CancellationToken cancel)
    {
        var off = await db.PlaybookSwitches.AsNoTracking().Where(s => !s.Enabled).Select(s => s.Playbook).ToListAsync(cancel);
        var looking = PlaybookBook.All.Where(playbook => playbook.RunsOnChange && !off.Contains(playbook.Name)).ToList();
        var released = await db.ReleasedAsync(looking, cancel);
        looking.RemoveAll(playbook => !released.Contains(playbook.Name));
        if (looking.Exists(playbook => playbook.NeedsFreshData) && await db.HeldForFreshDataAsync(context.Now, cancel) is not null)
            looking.RemoveAll(playbook => playbook.NeedsFreshData);
        return looking;
    }

    private async Task<int> RunAsync(Playbook playbook, RunContext context, Func<PlaybookRun, Task> move, CancellationToken cancel)
    {
        var run = Noted(playbook, context, RunState.Running);
        db.PlaybookRuns.Add(run);
        await db.SaveChangesAsync(cancel);
        await move(run);
        run.State = RunState.Completed;
        run.FinishedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        return run.Touched;
    }

    /// <summary>The run is noted in the transaction of its moves: it is never seen half done, nor where another was faster.</summary>
    private async Task<int> MoveAsync(Playbook playbook, List<PlaybookSubject> due, RunContext context, CancellationToken cancel)
    {
        var run = Noted(playbook, context, RunState.Completed);
        run.FinishedAt = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.PlaybookRuns.Add(run);
        await db.SaveChangesAsync(cancel);
        var moved = await moves.MoveAsync(due, playbook, context, run, cancel);
        if (moved > 0)
            await transaction.CommitAsync(cancel);
        else
            await transaction.RollbackAsync(cancel);
        db.Entry(run).State = EntityState.Detached;
        return moved;
    }

    /// <summary>The run is noted in the transaction of its alerts, and not at all where they are as they should be.</summary>
    private async Task AlertAsync(Playbook playbook, List<long> accountIds, RunContext context, CancellationToken cancel)
    {
        var candidates = await db.AlertCandidates(playbook, context, account => accountIds.Contains(account.Id)).ToListAsync(cancel);
        // Of most accounts that have an alert it is as it should be: that is seen without a lock and without a run that is taken back.
        if (candidates.Count == 0 || await db.AlertPlansAsync(playbook, context, TaskDesk.Empty, candidates, tracked: false, cancel) is [])
            return;
        await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                var run = Noted(playbook, context, RunState.Completed);
                run.FinishedAt = time.GetUtcNow();
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                db.PlaybookRuns.Add(run);
                await db.SaveChangesAsync(cancel);
                var touched = await alerts.ReconcileAsync(run, playbook, context, candidates, null, cancel);
                if (touched > 0)
                    await transaction.CommitAsync(cancel);
                else
                    await transaction.RollbackAsync(cancel);
                return touched;
            }
        );
        db.ChangeTracker.Clear();
    }

    private static PlaybookRun Noted(Playbook playbook, RunContext context, RunState state) =>
        new()
        {
            Playbook = playbook.Name,
            Trigger = RunTriggers.AccountChanged,
            RequestedBy = Actor.Playbook(playbook.Name),
            RequestedAt = context.Now,
            StartedAt = context.Now,
            State = state,
            Day = context.Today,
            PolicyVersion = context.PolicyVersion,
        };
}
