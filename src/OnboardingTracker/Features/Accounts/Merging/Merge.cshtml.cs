using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Merging;

/// <summary>Merges this account into another: asks which, says what will happen, and does it once that is confirmed.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class MergeModel(TrackerDb db, AccountMerges merges) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public long? AccountId { get; set; }

    /// <summary>The account that the person saw and agreed to.</summary>
    [BindProperty]
    public long? Confirmed { get; set; }

    public MergeForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FormAsync(null, cancel) ? this.Ask("_MergeForm", Form) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Confirmed is { } into)
            return await MergeAsync(into, cancel);
        if (!await FormAsync(null, cancel))
            return NotFound();
        var chosen = await db.ChosenAsync(AccountId, Account, cancel);
        if (chosen is null || chosen == Id)
            Form = Form with
            {
                Picker = Form.Picker with { Error = chosen == Id ? "That is this account: choose another one." : "Choose the account." },
            };
        else
            Form = Form with { Into = await PreviewAsync(chosen.Value, cancel) };
        return this.Ask("_MergeForm", Form, StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IActionResult> MergeAsync(long into, CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        switch (await merges.MergeAsync(Id, into, User.Actor(), cancel))
        {
            case MergeResult.Merged merged:
                TempData.Toast(new Toast($"{name} is merged into this account", merged.Already ? "It had been already" : null));
                return this.GoTo(string.Create(CultureInfo.InvariantCulture, $"/accounts/{merged.IntoId}"));
            case MergeResult.Refused refused when await FormAsync(refused.Message, cancel):
                return this.Ask("_MergeForm", Form, StatusCodes.Status422UnprocessableEntity);
            default:
                return NotFound();
        }
    }

    private async Task<bool> FormAsync(string? error, CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        if (name is null)
            return false;
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        var found = (await db.FindAsync(Account, cancel)).Where(a => a.Id != Id).Select(a => new AccountChoice(a.Id, a.Name, a.Line));
        Form = new MergeForm
        {
            Name = name,
            Action = $"{url}/merge",
            ReturnUrl = url,
            Picker = new(Account, AccountId, [.. found], "Merge into"),
            Error = error,
        };
        return true;
    }

    private async Task<MergePreview?> PreviewAsync(long into, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == into, cancel);
        return account is null
            ? null
            : new(
                account.Id,
                account.Name,
                account.ExternalId,
                account.Stage is null ? null : stages.Label(account.Stage),
                await db.Signals.CountAsync(s => s.AccountId == Id, cancel),
                await db.Tasks.CountAsync(t => t.AccountId == Id && (t.State == TaskState.Open || t.State == TaskState.Snoozed), cancel),
                await db.Contacts.CountAsync(c => c.AccountId == Id, cancel)
            );
    }
}
