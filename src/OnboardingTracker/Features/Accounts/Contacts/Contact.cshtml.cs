using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Contacts;

/// <summary>Adds a person at an account, or changes the name and role of a known one.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class ContactModel(TrackerDb db, AccountWrites writes) : PageModel
{
    private const string New = "new";
    private const int LongestRole = 100;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>"new", or the contact's id.</summary>
    [FromRoute(Name = "contact")]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public ContactForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } read)
            return NotFound();
        Form = FormFor(read) with { Email = read.Known?.Email, Name = read.Known?.Name, Role = read.Known?.Role };
        return this.Ask("_ContactForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } read)
            return NotFound();
        string? problem = null;
        var email = read.Known?.Email ?? EmailAddress.Normalise(Email ?? "", out problem);
        if (email is null)
            ModelState.AddModelError(nameof(Email), string.IsNullOrWhiteSpace(Email) ? "Give their e-mail address." : $"{problem}.");
        else if (read.Known is null && read.Account.Contacts.Any(contact => contact.Email == email))
            ModelState.AddModelError(nameof(Email), $"{email} is a contact here already. Edit that one instead.");
        Check(nameof(Name), Name, DetailText.NameLength);
        Check(nameof(Role), Role, LongestRole);
        Form = FormFor(read) with { Email = read.Known?.Email ?? Email, Name = Name, Role = Role };
        if (!ModelState.IsValid)
            return this.Ask("_ContactForm", Form, StatusCodes.Status422UnprocessableEntity);

        var update = new ContactUpdate(email!, Name?.Trim() ?? "", Role?.Trim() ?? "");
        await writes.UpsertAsync(read.Account.ExternalId, new AccountUpdate(), [update], DetailSources.Person, User.Actor(), cancel);
        return this.Done(
            new Toast(read.Known is null ? $"{email} is a contact of {read.Account.Name}" : $"{email} was changed"),
            Form.ReturnUrl
        );
    }

    private async Task<Read?> ReadAsync(CancellationToken cancel)
    {
        var account = await db.Accounts.AsNoTracking().Include(a => a.Contacts).FirstOrDefaultAsync(a => a.Id == Id, cancel);
        if (account is null)
            return null;
        if (Key == New)
            return new Read(account, null);
        var known = long.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? account.Contacts.Find(contact => contact.Id == id)
            : null;
        return known is null ? null : new Read(account, known);
    }

    private void Check(string field, string? text, int longest)
    {
        if (text is not null && DetailText.Problem(text.Trim(), longest) is { } problem)
            ModelState.AddModelError(field, $"The {field.ToLowerInvariant()} {problem}.");
    }

    private ContactForm FormFor(Read read)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        return new ContactForm
        {
            AccountName = read.Account.Name,
            Action = $"{url}/contacts/{Key}",
            ReturnUrl = url,
            IsNew = read.Known is null,
        };
    }

    private sealed record Read(Account Account, Contact? Known);
}
