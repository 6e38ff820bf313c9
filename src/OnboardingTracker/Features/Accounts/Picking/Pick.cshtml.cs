using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Picking;

/// <summary>The accounts that a search finds, to choose one of: a part of the forms that name an account.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class PickModel(TrackerDb db) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Account { get; set; }

    public AccountPicker Picker { get; private set; } = new(null, null, []);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await db.FindAsync(Account, cancel);
        Picker = new(Account, null, [.. found.Select(a => new AccountChoice(a.Id, a.Name, a.Line))]);
    }
}
