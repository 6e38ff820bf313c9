using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>A task with the name of who is to do it.</summary>
public sealed record TaskRow(AccountTask Task, string? Assignee, string? Away);

/// <summary>The tasks of one account: those to be done first, soonest due on top, then a few of those that are closed.</summary>
public sealed record AccountTaskList(
    long AccountId,
    IReadOnlyList<TaskRow> Open,
    IReadOnlyList<TaskRow> Closed,
    DateOnly Today,
    TimeZoneInfo Zone,
    bool MayWork
);

/// <summary>The block of tasks on the account's page.</summary>
[ViewComponent(Name = "AccountTasks")]
public sealed class AccountTasks(TrackerDb db, TimeProvider time) : ViewComponent
{
    private const int MostOpen = 100;
    private const int MostClosed = 10;

    public async Task<IViewComponentResult> InvokeAsync(long accountId)
    {
        var cancel = HttpContext.RequestAborted;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var names = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var tasks = db.Tasks.AsNoTracking().Where(t => t.AccountId == accountId);
        var open = await tasks
            .Where(t => t.State == TaskState.Open || t.State == TaskState.Snoozed)
            .OrderBy(t => t.State == TaskState.Snoozed)
            .ThenBy(t => t.DueOn == null)
            .ThenBy(t => t.DueOn)
            .ThenBy(t => t.Id)
            .Take(MostOpen)
            .ToListAsync(cancel);
        var closed = await tasks
            .Where(t => t.State == TaskState.Done || t.State == TaskState.Canceled)
            .OrderByDescending(t => t.Id)
            .Take(MostClosed)
            .ToListAsync(cancel);
        var list = new AccountTaskList(
            accountId,
            Rows(open),
            Rows(closed),
            context.Today,
            TeamCalendar.Zone(context.Policy),
            HttpContext.User.May(Access.WorkOnAccounts)
        );
        return View("/Features/Tasks/_AccountTasks.cshtml", list);

        string? NameOf(int? memberId) => memberId is { } id ? names.GetValueOrDefault(id) : null;

        IReadOnlyList<TaskRow> Rows(List<AccountTask> found) =>
            [.. found.Select(t => new TaskRow(t, NameOf(t.AssigneeId), NameOf(t.AwayMemberId)))];
    }
}
