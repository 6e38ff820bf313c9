using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Adds a task to an account, by default for oneself.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class NewModel(TrackerDb db, TaskChanges tasks) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public string? Assignee { get; set; }

    public TaskForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var me = await db.Members.Where(m => m.Id == User.MemberId()).Select(m => m.Email).FirstOrDefaultAsync(cancel);
        return await FormAsync(me, cancel) ? this.Ask("_TaskForm", Form) : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FormAsync(Assignee, cancel))
            return NotFound();
        if (ProblemOf(Title) is { } problem)
            ModelState.AddModelError(nameof(Title), problem);
        var assignee = await db.AssigneeAsync(Assignee, ModelState, cancel);
        if (!ModelState.IsValid)
            return this.Ask("_TaskForm", Form, StatusCodes.Status422UnprocessableEntity);
        var task = await tasks.AddAsync(Id, Title!.Trim(), TaskKinds.FollowUp, DueOn, assignee?.Id, User.Actor(), cancel);
        return this.Done(new Toast("Task added", task.Title), Form.ReturnUrl);
    }

    /// <summary>What is wrong with a title; null: nothing.</summary>
    internal static string? ProblemOf(string? title)
    {
        if (string.IsNullOrWhiteSpace(title))
            return "Say what is to be done.";
        return DetailText.Problem(title.Trim(), AccountTask.LongestTitle) is { } problem ? $"The text {problem}." : null;
    }

    private async Task<bool> FormAsync(string? assignee, CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        if (name is null)
            return false;
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        Form = new TaskForm
        {
            AccountName = name,
            Action = $"{url}/tasks/new",
            ReturnUrl = url,
            IsNew = true,
            Title = Title,
            DueOn = DueOn,
            Assignee = assignee,
            People = await db.TaskPeopleAsync(cancel),
        };
        return true;
    }
}
