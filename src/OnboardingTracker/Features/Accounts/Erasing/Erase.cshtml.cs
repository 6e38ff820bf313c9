using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Erasing;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Erasing;

/// <summary>Erases a contact wherever they are known: says what goes and what stays, and does it once their address was typed.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class EraseModel(TrackerDb db, ErasurePreviews previews, ContactErasures erasures) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [FromRoute(Name = "contact")]
    public long ContactId { get; set; }

    /// <summary>The address, typed once more.</summary>
    [BindProperty]
    public string? Email { get; set; }

    public EraseForm Form { get; private set; } = null!;

    public string AccountName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) ? this.Ask("_EraseForm", Form) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        var preview = Form.Preview;
        if (Form.Refused is null && !string.Equals(Email?.Trim(), preview.Address, StringComparison.OrdinalIgnoreCase))
            ModelState.AddModelError(nameof(Email), $"Type {preview.Address} to confirm.");
        if (Form.Refused is not null || !ModelState.IsValid)
            return this.Ask("_EraseForm", Form, StatusCodes.Status422UnprocessableEntity);

        var id = await erasures.RequestAsync(preview.Address, preview.Names, User.Actor(), cancel);
        return this.Done(Said(await erasures.RunAsync(id, cancel)), Form.ReturnUrl);
    }

    private static Toast Said(Erasure erasure)
    {
        var counts = erasure.Counts;
        string?[] parts =
        [
            Words.Count(counts.Mails, "mail"),
            Words.Count(counts.Calls, "call"),
            Words.Count(counts.RawPayloads, "raw payload"),
            counts.Texts == 0 ? null : $"{Words.Count(counts.Texts, "text")} elsewhere",
        ];
        return erasure.State == ErasureState.Finished
            ? new Toast("The contact is erased", string.Join(", ", parts.OfType<string>()))
            : new Toast(
                "The contact is being erased",
                "Something of theirs has just arrived and is worked first: it is gone within a few minutes.",
                ToastTone.Info
            );
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var known = await db
            .Contacts.Where(c => c.Id == ContactId && c.AccountId == Id)
            .Join(
                db.Accounts,
                c => c.AccountId,
                a => a.Id,
                (c, a) =>
                    new
                    {
                        c.Email,
                        c.Name,
                        Account = a.Name,
                    }
            )
            .FirstOrDefaultAsync(cancel);
        if (known is null)
            return false;
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        AccountName = known.Account;
        Form = new EraseForm
        {
            Preview = await previews.OfAsync(known.Email, cancel),
            Name = known.Name,
            Action = string.Create(CultureInfo.InvariantCulture, $"{url}/contacts/{ContactId}/erase"),
            ReturnUrl = url,
            Refused = await db.Members.AnyAsync(m => m.Email == known.Email, cancel)
                ? $"{known.Email} is somebody of the team. What our own people did is not erased: take the contact's address for another first, or deactivate the member."
                : null,
        };
        return true;
    }
}
