using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>What needs no question: tasks are done, opened again or woken, and the last change of them is taken back.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class ChangeModel(TrackerDb db, TaskBatches batches) : TaskActionModel(db)
{
    /// <summary>Of an undo: see <see cref="FormerTask"/>.</summary>
    [BindProperty]
    public string? Former { get; set; }

    public IActionResult OnGet() => LocalRedirect("/tasks");

    public Task<IActionResult> OnPostDoneAsync(CancellationToken cancel) => SetAsync(TaskState.Done, "Done", true, cancel);

    public Task<IActionResult> OnPostOpenAsync(CancellationToken cancel) => SetAsync(TaskState.Open, "Open again", false, cancel);

    public async Task<IActionResult> OnPostUndoAsync(CancellationToken cancel)
    {
        var former = FormerTask.Read(Former);
        return former.Count == 0
            ? NothingChosen()
            : Answer(await batches.UndoAsync(former, User.Actor(), cancel), "Taken back", undoable: false);
    }

    private async Task<IActionResult> SetAsync(TaskState state, string words, bool undoable, CancellationToken cancel) =>
        Chosen.Count == 0
            ? NothingChosen()
            : Answer(await batches.ChangeAsync(Chosen, new TaskEdit { State = state }, User.Actor(), cancel), words, undoable);
}
