using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>One task: completed, put to sleep, given to somebody else, called off, opened again.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class EditModel(TrackerDb db, TaskChanges tasks) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public DateOnly? SnoozedUntil { get; set; }

    [BindProperty]
    public string? Assignee { get; set; }

    /// <summary>The version that the person saw.</summary>
    [BindProperty]
    public uint? Version { get; set; }

    public TaskForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FormAsync(cancel) ? this.Ask("_TaskForm", Form) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FormAsync(cancel))
            return NotFound();
        Form = Form with { Title = Title, DueOn = DueOn, SnoozedUntil = SnoozedUntil, Assignee = Assignee, Version = Version };
        if (NewModel.ProblemOf(Title) is { } problem)
            ModelState.AddModelError(nameof(Title), problem);
        var assignee = await db.AssigneeAsync(Assignee, ModelState, cancel);
        if (!ModelState.IsValid)
            return this.Ask("_TaskForm", Form, StatusCodes.Status422UnprocessableEntity);
        var now = await db.Tasks.AsNoTracking().FirstAsync(t => t.Id == Id, cancel);
        var edit = new TaskEdit
        {
            Title = Title!.Trim(),
            DueOn = DueOn,
            AssigneeId = new Optional<int?>(true, assignee?.Id),
            SnoozedUntil = SnoozedUntil == now.SnoozedUntil ? default(Optional<DateOnly?>) : SnoozedUntil,
            Version = Version,
        };
        switch (await tasks.ChangeAsync(Id, edit, User.Actor(), cancel))
        {
            case TaskResult.Saved saved:
                return this.Done(new Toast("Task saved", saved.Task.Title), Form.ReturnUrl);
            case TaskResult.Invalid invalid:
                ModelState.AddModelError(nameof(SnoozedUntil), invalid.Message);
                return this.Ask("_TaskForm", Form, StatusCodes.Status422UnprocessableEntity);
            case TaskResult.Conflict conflict:
                // The version that is there now: saved again, the person has seen that there was another one.
                ModelState.Remove(nameof(Version));
                Form = Form with
                {
                    Version = conflict.Now.RowVersion,
                    Conflict =
                        $"Somebody else changed it meanwhile: “{conflict.Now.Title}”, {TaskWords.Of(conflict.Now.State).ToLowerInvariant()}.",
                };
                return this.Ask("_TaskForm", Form, StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    public Task<IActionResult> OnPostDoneAsync(CancellationToken cancel) => SetAsync(TaskState.Done, "Done", cancel);

    public Task<IActionResult> OnPostReopenAsync(CancellationToken cancel) => SetAsync(TaskState.Open, "Open again", cancel);

    public Task<IActionResult> OnPostCallOffAsync(CancellationToken cancel) => SetAsync(TaskState.Canceled, "Called off", cancel);

    private async Task<IActionResult> SetAsync(TaskState state, string words, CancellationToken cancel)
    {
        var result = await tasks.ChangeAsync(Id, new TaskEdit { State = state, Version = Version }, User.Actor(), cancel);
        if (result is not (TaskResult.Saved or TaskResult.Conflict))
            return NotFound();
        var task = result is TaskResult.Saved saved ? saved.Task : ((TaskResult.Conflict)result).Now;
        if (result is TaskResult.Conflict)
            return this.NotDone("Not changed", $"Somebody else changed “{task.Title}” at the same moment.", UrlOf(task.AccountId));
        var toast = new Toast(
            $"{words}: {task.Title}",
            UndoUrl: state == TaskState.Open ? null : string.Create(CultureInfo.InvariantCulture, $"/tasks/{Id}?handler=Reopen")
        )
        {
            UndoInPlace = true,
        };
        return this.Done(toast, UrlOf(task.AccountId));
    }

    private async Task<bool> FormAsync(CancellationToken cancel)
    {
        var task = await db.Tasks.AsNoTracking().FirstOrDefaultAsync(t => t.Id == Id, cancel);
        if (task is null)
            return false;
        var name = await db.Accounts.Where(a => a.Id == task.AccountId).Select(a => a.Name).FirstAsync(cancel);
        var assignee = await db.Members.Where(m => m.Id == task.AssigneeId).Select(m => m.Email).FirstOrDefaultAsync(cancel);
        Form = new TaskForm
        {
            AccountName = name,
            Action = string.Create(CultureInfo.InvariantCulture, $"/tasks/{Id}"),
            ReturnUrl = UrlOf(task.AccountId),
            Title = task.Title,
            DueOn = task.DueOn,
            SnoozedUntil = task.SnoozedUntil,
            Assignee = assignee,
            Version = task.RowVersion,
            Details = task.Details,
            IsLive = task.IsLive,
            Away = await db.Members.Where(m => m.Id == task.AwayMemberId).Select(m => m.Name).FirstOrDefaultAsync(cancel),
            People = await db.TaskPeopleAsync(cancel),
        };
        return true;
    }

    private static string UrlOf(long accountId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/{accountId}");
}
