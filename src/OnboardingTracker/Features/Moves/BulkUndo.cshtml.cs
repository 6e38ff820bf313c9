using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Moves;

/// <summary>Takes a move of many back: the Undo of its toast. Accounts that moved again meanwhile stay where they are.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class BulkUndoModel(BulkMoves moves) : PageModel
{
    /// <summary>The accounts, each with the transition to undo; see <see cref="ChosenAccounts"/>.</summary>
    [BindProperty]
    public string? Moved { get; set; }

    [BindProperty]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var result = await moves.UndoAsync(ChosenAccounts.Read([Moved]), User.Actor(), cancel);
        var left =
            result.Left.Count == 0
                ? null
                : $"{Words.Count(result.Left.Count, "account")} moved again meanwhile and was left: {Names(result)}";
        return result.Moved.Count == 0
            ? this.NotDone("Nothing was undone", left, ReturnUrl)
            : this.Done(new Toast($"{Words.Count(result.Moved.Count, "account")} moved back", left), ReturnUrl);
    }

    private static string Names(BulkMoveResult result)
    {
        const int shown = 5;
        var names = string.Join(", ", result.Left.Take(shown).Select(account => account.Name));
        return result.Left.Count > shown ? $"{names} and {result.Left.Count - shown} more" : names;
    }
}
