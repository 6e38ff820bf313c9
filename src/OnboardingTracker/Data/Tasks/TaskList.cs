using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>A place in the list of open tasks: the page after it, or the one before it.</summary>
public sealed record TaskCursor(int Place, long Id, bool Backward = false)
{
    /// <returns>Null: the text is none, and the list begins at its beginning.</returns>
    public static TaskCursor? Parse(string? text)
    {
        if (text?.Split('.') is not ["n" or "p", var place, var id])
            return null;
        return
            int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var taskId)
            ? new(number, taskId, text[0] == 'p')
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Backward ? 'p' : 'n')}.{Place}.{Id}");
}

/// <summary>A task with what its row says of the account.</summary>
public sealed record TaskListRow(AccountTask Task, string Account, string? Stage, DateOnly? RenewalOn);

/// <param name="Next">Where the next page begins; null: this is the last one.</param>
/// <param name="Previous">Where the previous page ends; null: this is the first one.</param>
public sealed record TaskPage(IReadOnlyList<TaskListRow> Items, TaskCursor? Next, TaskCursor? Previous);

/// <summary>
/// Open tasks in the order of <see cref="TaskPlace"/>, read page by page by place and not by number: what appears or goes meanwhile neither
/// hides another nor shows one twice, and the thousandth page costs what the first does.
/// </summary>
public sealed class TaskList(TrackerDb db, TaskFilter filter)
{
    /// <summary>Counted no further than this.</summary>
    public const int MostCounted = 999;

    public async Task<TaskPage> PageAsync(TaskCursor? at, int limit, CancellationToken cancel = default)
    {
        var tasks = (await filter.ApplyAsync(db, cancel)).Where(t => t.State == TaskState.Open);
        if (at is { Backward: true })
        {
            var before = await ReadAsync(tasks, at, limit + 1, cancel);
            // Fewer than a page lie before: the first page is shown whole.
            if (before.Count >= limit)
                return await PageOfAsync(before.Take(limit).Reverse(), hasNext: true, hasPrevious: before.Count > limit, cancel);
            at = null;
        }
        var after = await ReadAsync(tasks, at, limit + 1, cancel);
        return await PageOfAsync(after.Take(limit), hasNext: after.Count > limit, hasPrevious: at is not null, cancel);
    }

    /// <summary>How many stand under each heading. Where there are more than <see cref="MostCounted"/>, only those up to there are counted.</summary>
    public async Task<IReadOnlyDictionary<TaskGroup, int>> CountAsync(DateOnly today, CancellationToken cancel = default)
    {
        var tasks = (await filter.ApplyAsync(db, cancel)).Where(t => t.State == TaskState.Open);
        var places = new List<int>();
        foreach (var (from, to) in filter.Stretches)
            places.AddRange(
                await tasks
                    .Where(t => t.Place >= from && t.Place <= to)
                    .OrderBy(t => t.Place)
                    .ThenBy(t => t.Id)
                    .Select(t => t.Place)
                    .Take(MostCounted + 1 - places.Count)
                    .ToListAsync(cancel)
            );
        return places.GroupBy(place => TaskGroups.Of(place, today)).ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>What sleeps, who wakes first on top.</summary>
    public async Task<IReadOnlyList<TaskListRow>> SnoozedAsync(int limit, CancellationToken cancel = default) =>
        await RowsAsync(
            await InStretches(await filter.ApplyAsync(db, cancel))
                .Where(t => t.State == TaskState.Snoozed)
                .OrderBy(t => t.SnoozedUntil)
                .ThenBy(t => t.Id)
                .Take(limit)
                .ToListAsync(cancel),
            cancel
        );

    /// <summary>What was done since a moment, the last on top.</summary>
    public async Task<IReadOnlyList<TaskListRow>> DoneAsync(DateTimeOffset since, int limit, CancellationToken cancel = default) =>
        await RowsAsync(
            await InStretches(await filter.ApplyAsync(db, cancel))
                .Where(t => t.State == TaskState.Done && t.ClosedAt >= since)
                .OrderByDescending(t => t.ClosedAt)
                .ThenByDescending(t => t.Id)
                .Take(limit)
                .ToListAsync(cancel),
            cancel
        );

    private IQueryable<AccountTask> InStretches(IQueryable<AccountTask> tasks) =>
        filter.Stretches switch
        {
            [(0, TaskPlace.Last)] => tasks,
            [var (from, to)] => tasks.Where(t => t.Place >= from && t.Place <= to),
            [var (from, to), var (from2, to2)] => tasks.Where(t =>
                (t.Place >= from && t.Place <= to) || (t.Place >= from2 && t.Place <= to2)
            ),
            _ => tasks.Where(t => false),
        };

    private async Task<List<AccountTask>> ReadAsync(IQueryable<AccountTask> tasks, TaskCursor? at, int count, CancellationToken cancel)
    {
        var backward = at is { Backward: true };
        var rows = new List<AccountTask>();
        foreach (var (from, to) in backward ? filter.Stretches.Reverse() : filter.Stretches)
        {
            if (rows.Count >= count || (at is not null && (backward ? at.Place < from : at.Place > to)))
                continue;
            var stretch = tasks.Where(t => t.Place >= from && t.Place <= to);
            if (at is { Place: var place, Id: var id })
                stretch = backward
                    ? stretch.Where(t => EF.Functions.LessThan(ValueTuple.Create(t.Place, t.Id), ValueTuple.Create(place, id)))
                    : stretch.Where(t => EF.Functions.GreaterThan(ValueTuple.Create(t.Place, t.Id), ValueTuple.Create(place, id)));
            stretch = backward
                ? stretch.OrderByDescending(t => t.Place).ThenByDescending(t => t.Id)
                : stretch.OrderBy(t => t.Place).ThenBy(t => t.Id);
            rows.AddRange(await stretch.Take(count - rows.Count).ToListAsync(cancel));
        }
        return rows;
    }

    private async Task<TaskPage> PageOfAsync(IEnumerable<AccountTask> tasks, bool hasNext, bool hasPrevious, CancellationToken cancel)
    {
        var rows = await RowsAsync([.. tasks], cancel);
        return rows is [{ Task: var first }, ..]
            ? new(
                rows,
                hasNext ? new TaskCursor(rows[^1].Task.Place, rows[^1].Task.Id) : null,
                hasPrevious ? new TaskCursor(first.Place, first.Id, Backward: true) : null
            )
            : new([], null, null);
    }

    private async Task<IReadOnlyList<TaskListRow>> RowsAsync(List<AccountTask> tasks, CancellationToken cancel)
    {
        var ids = tasks.Select(task => task.AccountId).Distinct().ToList();
        var accounts = await db
            .Accounts.AsNoTracking()
            .Where(a => ids.Contains(a.Id))
            .Select(a => new
            {
                a.Id,
                a.Name,
                a.Stage,
                a.NextRenewalOn,
            })
            .ToDictionaryAsync(a => a.Id, cancel);
        return
        [
            .. tasks.Select(t => (t, a: accounts[t.AccountId])).Select(x => new TaskListRow(x.t, x.a.Name, x.a.Stage, x.a.NextRenewalOn)),
        ];
    }
}

public static class DueTasksQuery
{
    /// <summary>How many open tasks of a member are due today or overdue, counted up to a bound: read from their index alone.</summary>
    public static Task<int> CountDueAsync(this TrackerDb db, int memberId, DateOnly today, int most, CancellationToken cancel = default)
    {
        var (alert, other) = (TaskPlace.OfDay(today), TaskPlace.OfDay(today) + TaskPlace.AfterAlerts);
        return db
            .Tasks.Where(t => t.AssigneeId == memberId && t.State == TaskState.Open)
            .Where(t => t.Place <= alert || (t.Place >= TaskPlace.AfterAlerts && t.Place <= other))
            .OrderBy(t => t.Place)
            .Select(t => t.Id)
            .Take(most)
            .CountAsync(cancel);
    }
}
