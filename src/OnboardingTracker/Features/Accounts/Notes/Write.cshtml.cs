using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Notes;

/// <summary>Writes a note on an account.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class WriteModel(TrackerDb db, NoteWrites notes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    public NoteForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FormAsync(cancel) ? this.Ask("_NoteForm", Form) : NotFound();

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await FormAsync(cancel))
            return NotFound();
        Form = Form with { Preview = MarkdownText.Render(NoteText.Kept(Text), Form.People) };
        return this.Ask("_NoteForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FormAsync(cancel))
            return NotFound();
        var text = NoteText.Kept(Text);
        if (NoteText.Problem(text, Form.People) is { } problem)
        {
            Form = Form with { Error = problem };
            return this.Ask("_NoteForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        var actor = User.Actor();
        // The form's own key alone could be anybody's.
        var key = string.Create(CultureInfo.InvariantCulture, $"{Id}:{User.MemberId()}:{Form.Key}");
        return await notes.AddAsync(new NewNote(Id, text, key), actor, cancel) is NoteResult.Saved saved
            ? this.Done(new Toast("Note written", NoteToast.Told(saved)), Form.ReturnUrl)
            : NotFound();
    }

    private async Task<bool> FormAsync(CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        if (name is null)
            return false;
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        Form = new NoteForm
        {
            AccountName = name,
            Action = $"{url}/notes/new",
            ReturnUrl = url,
            Text = Text,
            Key = Key is { Length: > 0 and <= 64 } given ? given : Guid.NewGuid().ToString("N"),
            People = await db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Name).ToListAsync(cancel),
        };
        return true;
    }
}

internal static class NoteToast
{
    /// <summary>Who was told; null: nobody.</summary>
    public static string? Told(NoteResult.Saved saved) =>
        saved.Told.Count == 0 ? null : $"{string.Join(", ", saved.Told.Select(person => person.Name))} will hear of it";
}
