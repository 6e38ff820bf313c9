using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>Takes back what this person said of many accounts at once.</summary>
[Authorize(Policy = Access.MarkPaymentRisk)]
public sealed class UndoModel(AccountWrites writes) : PageModel
{
    /// <summary>When they said it.</summary>
    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => LocalRedirect(RiskView.Path);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!DateTimeOffset.TryParseExact(At, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return BadRequest();
        var (undone, left) = await writes.UndoPaymentRisksAsync(at.ToUniversalTime(), User.Actor(), cancel);
        if (undone == 0)
            return this.NotDone("Nothing to undo", "They were assessed again since.", ReturnUrl);
        return this.Done(
            new Toast(
                $"{Words.Count(undone, "account")}: as before",
                left > 0 ? $"{Words.Count(left, "account")} assessed again since: left as it is." : null
            ),
            ReturnUrl
        );
    }
}
