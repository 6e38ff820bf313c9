using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Tasks;

/// <summary>What the changes of one or several tasks have in common: which ones, and what is said of what became of them.</summary>
public abstract class TaskActionModel(TrackerDb db) : PageModel
{
    /// <summary>See <see cref="SeenTask"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public List<string> Tasks { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public TaskChoice Form { get; private set; } = null!;

    protected string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/tasks";

    protected IReadOnlyList<SeenTask> Chosen => SeenTask.Read(Tasks);

    /// <summary>"“Ask who signs”", or "3 tasks".</summary>
    protected async Task<string> WhatAsync(CancellationToken cancel) =>
        Chosen is [var one]
            ? await db.Tasks.Where(t => t.Id == one.Id).Select(t => t.Title).FirstOrDefaultAsync(cancel) is { } title
                ? $"“{title}”"
                : "1 task"
            : Words.Count(Chosen.Count, "task");

    /// <summary>The small menu beside what was pressed, the dialog, or the page: the same choice in each.</summary>
    protected IActionResult Show(TaskChoice form, string? problem = null)
    {
        Form = form with { Tasks = SeenTask.Write(Chosen), ReturnUrl = Back, Problem = problem };
        return problem is null && Request.ForEditor()
            ? Partial("_ChoiceMenu", Form.Menu)
            : this.Ask("_TaskChoice", Form, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    protected IActionResult NothingChosen() => this.NotDone("Choose tasks first", "Tick the rows that are to be changed.", Back);

    /// <param name="done">"Done", "Asleep until 3 Mar".</param>
    protected IActionResult Answer(TaskBatch batch, string done, bool undoable = true)
    {
        var left = batch.Meanwhile.Count switch
        {
            0 => null,
            1 => $"“{batch.Meanwhile[0].Title}” was changed by somebody else meanwhile, and is left as it is.",
            var many => $"{Words.Count(many, "task")} were changed by somebody else meanwhile, and are left as they are.",
        };
        if (batch.Problem is not null)
            return this.NotDone("Nothing was changed", batch.Problem, Back);
        if (batch.Changed.Count == 0)
            return left is not null ? this.NotDone("Nothing was changed", left, Back)
                : batch.Already.Count > 0 ? this.Done(new Toast($"{done} already", Tone: ToastTone.Info), Back)
                : this.NotDone("Nothing was changed", "There is no such task any more.", Back);
        var toast = new Toast($"{done}: {(batch.Changed is [var one] ? one.Title : Words.Count(batch.Changed.Count, "task"))}", left);
        if (undoable)
            toast = toast with
            {
                UndoUrl = "/tasks/change?handler=Undo",
                UndoFields = new Dictionary<string, string> { ["former"] = FormerTask.Write(batch.Former), ["returnUrl"] = Back },
                UndoInPlace = true,
            };
        return this.Done(toast, Back);
    }
}
