using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Undoes a run that raised alerts: those that nobody has touched are called off, which a person's decision is, so that the same occasion
/// does not raise them again. Others are left and named.
/// </summary>
public sealed class AlertUndo(TrackerDb db, BatchSizes sizes)
{
    /// <summary>What a task that was called off by it says.</summary>
    public static string Because(long runId) => FormattableString.Invariant($"run {runId} was undone");

    /// <param name="leave">Told of each account that was left alone, and why.</param>
    /// <returns>How many alerts were called off.</returns>
    public async Task<int> UndoAsync(
        PlaybookRun run,
        Actor actor,
        DateTimeOffset now,
        Action<string, string> leave,
        CancellationToken cancel
    )
    {
        var (undone, after, because) = (0, 0L, Because(run.Id));
        while (true)
        {
            var left = new List<(string Account, string Reason)>();
            var (last, done) = await WriteClash.RepeatAsync(
                db,
                async () =>
                {
                    left.Clear();
                    var batch = await db
                        .Tasks.Where(task => task.RunId == run.Id && task.Id > after)
                        .OrderBy(task => task.Id)
                        .Take(sizes.Alerts)
                        .Join(
                            db.Accounts,
                            task => task.AccountId,
                            account => account.Id,
                            (task, account) => new { task, account.ExternalId }
                        )
                        .ToListAsync(cancel);
                    var calledOff = 0;
                    foreach (var (task, account) in batch.Select(row => (row.task, row.ExternalId)))
                    {
                        if (WhyLeft(task, because) is { } reason)
                        {
                            left.Add((account, reason));
                            continue;
                        }
                        task.CloseByItself(TaskState.Canceled, because, actor, now);
                        calledOff++;
                    }
                    await db.SaveChangesAsync(cancel);
                    return (batch.Count == 0 ? 0 : batch[^1].task.Id, calledOff);
                }
            );
            if (last == 0)
                return undone;
            left.ForEach(one => leave(one.Account, one.Reason));
            undone += done;
            after = last;
        }
    }

    private static string? WhyLeft(AccountTask task, string because) =>
        task switch
        {
            { ClosedBecause: { } closed } when closed == because => "undone already",
            { TouchedBy: { } person } => $"changed by {person} since: {task.Title}",
            { IsLive: false } => $"closed since{(task.ClosedBecause is { } why ? $", {why}" : "")}: {task.Title}",
            _ => null,
        };
}
