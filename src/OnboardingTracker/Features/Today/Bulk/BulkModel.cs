using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>What the changes of many accounts have in common: which ones, and that there are some.</summary>
public abstract class BulkModel : PageModel
{
    /// <summary>See <see cref="ChosenAccounts"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public List<string> Accounts { get; set; } = [];

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public BulkForm Form { get; private set; } = null!;

    protected string Back => this.Local(ReturnUrl);

    protected IReadOnlyList<SeenAccount> Chosen => ChosenAccounts.Read(Accounts);

    protected string Count => Words.Count(Chosen.Count, "account");

    protected IActionResult NothingChosen() => this.NotDone("Choose accounts first", "Tick the rows that are to be changed.", Back);

    protected IActionResult Show(BulkForm form, bool again = false)
    {
        Form = form with { Accounts = ChosenAccounts.Write(Chosen), ReturnUrl = Back, Note = Note };
        return this.Ask("_BulkForm", Form, again ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
