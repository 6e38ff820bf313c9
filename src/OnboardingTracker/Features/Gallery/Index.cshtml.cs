using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Gallery;

/// <summary>Every component with realistic data: /dev/gallery, and as whole pages /dev/gallery/today, board, account, form, states.</summary>
[AllowAnonymous]
[SampleReader]
public sealed class IndexModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Part { get; set; } = "components";

    [BindProperty]
    public SampleForm Input { get; set; } = new();

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ViewData["PaletteUrl"] = "/dev/gallery?handler=Palette";
        ViewData["Theme"] = Theme.Known(Request.Query["theme"]);
    }

    public void OnGet() { }

    public IActionResult OnGetToast()
    {
        TempData.Toast(new("Kestrel Analytics moved to 3a Engaged — Email", UndoUrl: "/dev/gallery?handler=Toast"));
        return RedirectToPage();
    }

    public IActionResult OnPostToast()
    {
        TempData.Toast(new("Undone", "Kestrel Analytics is in 2 Onboarding Initiated again"));
        return RedirectToPage();
    }

    public IActionResult OnGetPalette(string? q) =>
        Partial(
            "_PaletteResults",
            Samples
                .Accounts.Where(a => a.Name.Contains(q ?? "", StringComparison.OrdinalIgnoreCase))
                .Select(a => new PaletteResult(a.Name, "/dev/gallery/account", a.Stage.Code + " " + a.Stage.Name))
                .ToList()
        );

    public IActionResult OnGetDialog(string id) => Partial("_MoveDialog", Samples.Accounts.First(a => a.Id == id));

    /// <summary>6c and 6d ask for a reason, 6b is refused, the rest moves: the four answers that a board can get.</summary>
    public IActionResult OnPostMove(string id, string to)
    {
        var account = Samples.Accounts.First(a => a.Id == id);
        switch (to)
        {
            case "6c" or "6d":
                Response.Headers["HX-Retarget"] = "#dialog";
                Response.Headers["HX-Reswap"] = "innerHTML";
                return Partial("_MoveDialog", account);
            case "6b":
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Partial(
                    "_ToastOutOfBand",
                    new Toast($"{account.Name} was not moved", "It has never engaged: 6a Onboarded — No Engagement fits.", ToastTone.Error)
                );
            default:
                return Partial(
                    "_ToastOutOfBand",
                    new Toast($"{account.Name} moved to {to} {Samples.Stage(to).Name}", UndoUrl: "/dev/gallery?handler=Toast")
                );
        }
    }

    public IActionResult OnPostForm() => ModelState.IsValid ? RedirectToPage() : Page();

    public sealed class SampleForm
    {
        [Required(ErrorMessage = "Say who it is.")]
        [EmailAddress(ErrorMessage = "This does not look like an e-mail address.")]
        public string? Email { get; set; } = "magda@example";

        [Required(ErrorMessage = "Give a reason: moving to 6d asks for one.")]
        public string? Reason { get; set; }

        public DateOnly? DueOn { get; set; } = Samples.Today.AddDays(4);

        [Range(1, 60, ErrorMessage = "Between 1 and 60 days.")]
        public int Days { get; set; } = 10;

        public string Role { get; set; } = "lead";

        public bool Enabled { get; set; } = true;

        public bool Baseline { get; set; }
    }
}
