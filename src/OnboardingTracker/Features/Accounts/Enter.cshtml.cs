using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Takes an account into the pipeline by hand, whatever the rule for leads says, and gives it an owner.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class EnterModel(TrackerDb db, PipelineEntry entry) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The account's last transition as the person saw it; 0: it had none.</summary>
    [BindProperty]
    public long? Seen { get; set; }

    public IActionResult OnGet() => LocalRedirect(AccountUrl);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var result = await entry.EnterAsync(Id, User.Actor(), Seen, cancel);
        var stages = await db.StagesAsync(cancel);
        var account = await db
            .Accounts.Where(a => a.Id == Id)
            .Select(a => new { a.Name, Owner = a.Owner!.Name })
            .FirstOrDefaultAsync(cancel);
        if (account is null)
            return NotFound();
        return result switch
        {
            MoveResult.Moved moved => this.Done(
                new Toast(
                    $"{account.Name} is in {stages.Label(moved.Move.After.Stage)}",
                    account.Owner is null ? "Nobody is present to own it yet" : $"{account.Owner} owns it",
                    UndoUrl: $"{AccountUrl}/undo",
                    UndoFields: new Dictionary<string, string>
                    {
                        ["transition"] = moved.TransitionId.ToString(CultureInfo.InvariantCulture),
                        ["returnUrl"] = AccountUrl,
                    }
                )
                {
                    UndoInPlace = true,
                },
                AccountUrl
            ),
            MoveResult.Refused refused => this.NotDone($"{account.Name} was not added", refused.Why.Message, AccountUrl),
            _ => this.NotDone($"{account.Name} was not added", "Somebody else moved it a moment before.", AccountUrl),
        };
    }

    private string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
}
