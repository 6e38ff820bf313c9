using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Moves;

/// <summary>Takes one move back: the Undo of a toast or of the history. Only the account's last move can be undone.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class UndoModel(TrackerDb db, AccountMoves moves) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The transition to undo.</summary>
    [BindProperty]
    public long Transition { get; set; }

    [BindProperty]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => LocalRedirect(AccountUrl);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        if (name is null)
            return NotFound();
        var stages = await db.StagesAsync(cancel);
        var back = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : AccountUrl;
        return await moves.UndoAsync(Id, Transition, User.Actor(), cancel) switch
        {
            MoveResult.Moved undone => this.Done(MoveToasts.Undone(name, undone, stages, await HandOffNoteAsync(cancel)), back),
            MoveResult.Refused { Why: var why } => this.NotDone($"The move of {name} was not undone", why.Message, back),
            MoveResult.Conflict conflict => this.NotDone(
                $"The move of {name} was not undone",
                $"It was moved meanwhile and is now in {stages.Label(conflict.CurrentStage)}.",
                back
            ),
            _ => NotFound(),
        };
    }

    /// <summary>What an undo does not take back: the mail that told Sales.</summary>
    private async Task<string?> HandOffNoteAsync(CancellationToken cancel)
    {
        var mailedTo = await db.HandOffs.Where(h => h.TransitionId == Transition).Select(h => h.MailedTo).FirstOrDefaultAsync(cancel);
        return mailedTo switch
        {
            null => null,
            [] => "The hand-off is withdrawn; nobody had been mailed.",
            _ => $"The hand-off is withdrawn. The mail to {string.Join(", ", mailedTo)} is not taken back: tell them.",
        };
    }

    private string AccountUrl => $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}";
}
