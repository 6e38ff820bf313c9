using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Holds;

/// <summary>Lifts a hold: the playbook looks at the account again at its next run.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class LiftModel(TrackerDb db, AccountHolds holds) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Playbook { get; set; }

    public IActionResult OnGet() => LocalRedirect(AccountUrl);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        if (name is null || PlaybookBook.Find(Playbook ?? "") is not { } playbook)
            return NotFound();
        return await holds.LiftAsync(Id, playbook.Name, User.Actor(), cancel)
            ? this.Done(new Toast($"{playbook.Name} looks at {name} again", "At its next run"), AccountUrl)
            : this.Done(new Toast($"{playbook.Name} was not on hold for {name}", Tone: ToastTone.Info), AccountUrl);
    }

    private string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
}
