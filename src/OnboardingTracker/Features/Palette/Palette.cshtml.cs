using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Palette;

/// <summary>
/// What <c>Ctrl K</c> finds: accounts, those in work first, and pages by name. The actions of the page are added by the browser, which
/// knows what can be done where it is.
/// </summary>
public sealed class PaletteModel(TrackerDb db) : PageModel
{
    private const int Most = 8;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<PaletteResult> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var filter = new AccountFilter { Q = Q is { Length: > 200 } ? Q[..200] : Q };
        if (filter.Q is null)
            return;
        var stages = await db.StagesAsync(cancel);
        // Few are in work: they answer while one types. Only where they leave room is the whole book asked.
        var found = await FindAsync(filter with { InWorkOnly = true }, Most, cancel);
        if (found.Count < Most)
            found.AddRange((await FindAsync(filter, Most, cancel)).Where(more => !found.Contains(more)).Take(Most - found.Count));
        Found =
        [
            .. found.Select(account => new PaletteResult(
                account.Name,
                $"/accounts/{account.Id}",
                account.Stage is null ? account.Domain : stages.Label(account.Stage)
            )),
        ];
    }

    private async Task<List<Hit>> FindAsync(AccountFilter filter, int most, CancellationToken cancel)
    {
        var page = await new AccountList(db, filter, AccountSort.Parse("name")!).PageAsync(
            null,
            most,
            a => new Hit(a.Id, a.Name, a.Domain, a.Stage),
            cancel
        );
        return [.. page.Items];
    }

    private sealed record Hit(long Id, string Name, string? Domain, string? Stage);
}
