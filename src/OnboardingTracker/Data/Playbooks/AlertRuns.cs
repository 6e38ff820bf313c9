using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Runs of playbooks that raise alerts: dry, over what is due, or over exactly an approved set. In batches, each a transaction: a kill costs
/// no more than one, and the next run does the rest.
/// </summary>
public sealed class AlertRuns(TrackerDb db, NpgsqlDataSource database, AlertWrites writes, BatchSizes sizes)
{
    /// <summary>Writes down exactly which accounts it would touch now, and which a hold keeps it away from.</summary>
    public async Task RecordAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id).ExecuteDeleteAsync(cancel);
        run.Touched = await WriteAsync(run.Id, RunItemKind.Touched, playbook, context, null, cancel);
        run.Held = await WriteAsync(run.Id, RunItemKind.Held, playbook, context, null, cancel);
    }

    /// <summary>Raises, updates and closes what is due, of the whole book or of one part of it.</summary>
    public async Task RunDueAsync(
        PlaybookRun run,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel,
        Expression<Func<Account, bool>>? scope = null
    )
    {
        await using (var reading = Reader())
        {
            var candidates = reading.AlertCandidates(playbook, context, scope).OrderBy(id => id).AsAsyncEnumerable();
            await foreach (var ids in candidates.Chunked(sizes.Alerts, cancel))
                await writes.ReconcileAsync(run, playbook, context, ids, null, cancel);
        }
        // One that was cut off and started again has named them before.
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind == RunItemKind.Held).ExecuteDeleteAsync(cancel);
        run.Held = await WriteAsync(
            run.Trigger == RunTriggers.AskedFor ? run.Id : null,
            RunItemKind.Held,
            playbook,
            context,
            scope,
            cancel
        );
    }

    /// <summary>Touches exactly the approved set; accounts that changed since the dry run are left alone and named.</summary>
    public async Task RunApprovedAsync(PlaybookRun run, long approvedRunId, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        await using var reading = Reader();
        var approved = reading
            .PlaybookRunItems.AsNoTracking()
            .Where(item => item.RunId == approvedRunId && item.Kind == RunItemKind.Touched)
            .OrderBy(item => item.AccountId)
            .AsAsyncEnumerable();
        await foreach (var items in approved.Chunked(sizes.Alerts, cancel))
        {
            var known = items.ToDictionary(item => item.AccountId);
            await writes.ReconcileAsync(
                run,
                playbook,
                context,
                known.Keys,
                plan => Changed(known[plan.Subject.AccountId], plan.Subject, playbook, context).Count == 0,
                cancel
            );
            await NameDroppedAsync(run, known, playbook, context, stages, cancel);
        }
    }

    private async Task NameDroppedAsync(
        PlaybookRun run,
        Dictionary<long, PlaybookRunItem> approved,
        Playbook playbook,
        RunContext context,
        StageCatalogue stages,
        CancellationToken cancel
    )
    {
        var ids = approved.Keys.ToList();
        var done = await db
            .PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind != RunItemKind.Held && ids.Contains(item.AccountId))
            .Select(item => item.AccountId)
            .ToListAsync(cancel);
        List<long> dropped = [.. ids.Except(done)];
        if (dropped.Count == 0)
            return;
        var held = await db
            .Accounts.Where(a => dropped.Contains(a.Id))
            .Where(PlaybookSubject.IsHeld(playbook.Name))
            .Select(a => a.Id)
            .ToListAsync(cancel);
        foreach (var subject in await db.SubjectsWithAlertsAsync(dropped, tracked: false, cancel))
        {
            var item = approved[subject.AccountId];
            var changed = Changed(item, subject, playbook, context);
            db.PlaybookRunItems.Add(
                new PlaybookRunItem
                {
                    RunId = run.Id,
                    AccountId = subject.AccountId,
                    Kind = RunItemKind.Dropped,
                    From = subject.Stage,
                    To = subject.Stage,
                    Reason =
                        subject.LastTransitionId != item.LastTransitionId ? $"moved since: it is now in {stages.Label(subject.Stage)}"
                        : held.Contains(subject.AccountId) ? "held since"
                        : changed.Count > 0 ? $"changed since: {string.Join("; ", changed)}"
                        : "its alerts are as they should be by now",
                    LastTransitionId = subject.LastTransitionId,
                }
            );
        }
        run.Dropped += dropped.Count;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The values that are not what they were when the account was approved.</summary>
    private static List<string> Changed(PlaybookRunItem approved, PlaybookSubject subject, Playbook playbook, RunContext context)
    {
        var (then, now) = (approved.Evidence!.Facts, playbook.EvidenceOf(subject, context).Facts);
        List<string> changed = [.. now.Where((fact, i) => i >= then.Count || then[i].Value != fact.Value).Select(fact => fact.Value)];
        if (subject.LastTransitionId != approved.LastTransitionId)
            changed.Add($"in {subject.Stage}");
        return [.. changed.Distinct()];
    }

    /// <param name="runId">Null: they are only counted.</param>
    private async Task<int> WriteAsync(
        long? runId,
        RunItemKind kind,
        Playbook playbook,
        RunContext context,
        Expression<Func<Account, bool>>? scope,
        CancellationToken cancel
    )
    {
        var desk = await db.TaskDeskAsync(cancel);
        var count = 0;
        await using var reading = Reader();
        var candidates = reading
            .AlertCandidates(playbook, context, scope, held: kind == RunItemKind.Held)
            .OrderBy(id => id)
            .AsAsyncEnumerable();
        await using var writing = Reader();
        await foreach (var ids in candidates.Chunked(sizes.Alerts, cancel))
        {
            var plans = await writing.AlertPlansAsync(playbook, context, desk, ids, tracked: false, cancel);
            count += plans.Count;
            if (runId is null)
                continue;
            writing.PlaybookRunItems.AddRange(plans.Select(plan => AlertWrites.ItemOf(plan, runId.Value, kind, playbook, context)));
            await writing.SaveChangesAsync(cancel);
            writing.ChangeTracker.Clear();
        }
        return count;
    }

    private TrackerDb Reader() => new(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
}
