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

/// <summary>One note: changed or withdrawn by its author or a lead, pinned by anybody who works on accounts.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class NoteModel(TrackerDb db, NoteWrites notes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The version that the person saw.</summary>
    [BindProperty]
    public uint Version { get; set; }

    public NoteForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { WithdrawnAt: null } note)
            return NotFound();
        if (!Anybodys && note.Author != User.Actor())
            return Forbid();
        await FormAsync(note, note.Text, note.RowVersion, cancel);
        return this.Ask("_NoteForm", Form);
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } note)
            return NotFound();
        await FormAsync(note, Text, Version, cancel);
        Form = Form with { Preview = MarkdownText.Render(NoteText.Kept(Text), Form.People) };
        return this.Ask("_NoteForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } note)
            return NotFound();
        await FormAsync(note, Text, Version, cancel);
        var text = NoteText.Kept(Text);
        if (NoteText.Problem(text, Form.People) is { } problem)
        {
            Form = Form with { Error = problem };
            return this.Ask("_NoteForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        switch (await notes.EditAsync(Id, text, Version, User.Actor(), Anybodys, cancel))
        {
            case NoteResult.Saved saved:
                return this.Done(new Toast("Note changed", NoteToast.Told(saved)), Form.ReturnUrl);
            case NoteResult.Conflict { Now: var now }:
                // The version that is there now: saved again, the person has seen that there was another one.
                ModelState.Remove(nameof(Version));
                var names = await db.ActorNamesAsync(cancel);
                Form = Form with
                {
                    Version = now.RowVersion,
                    Conflict = (names[now.WithdrawnBy ?? now.EditedBy ?? now.Author], now.WithdrawnAt is null ? now.Text : "(withdrawn)"),
                };
                return this.Ask("_NoteForm", Form, StatusCodes.Status409Conflict);
            case NoteResult.NotAllowed:
                return Forbid();
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostPinAsync(CancellationToken cancel) =>
        await AnswerAsync(await notes.PinAsync(Id, true, User.Actor(), cancel), "Pinned at the top", "Unpin", cancel);

    public async Task<IActionResult> OnPostUnpinAsync(CancellationToken cancel) =>
        await AnswerAsync(await notes.PinAsync(Id, false, User.Actor(), cancel), "No longer pinned", "Pin", cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) =>
        await AnswerAsync(await notes.WithdrawAsync(Id, true, User.Actor(), Anybodys, cancel), "Note withdrawn", "Restore", cancel);

    public async Task<IActionResult> OnPostRestoreAsync(CancellationToken cancel) =>
        await AnswerAsync(await notes.WithdrawAsync(Id, false, User.Actor(), Anybodys, cancel), "Note brought back", "Withdraw", cancel);

    private bool Anybodys => User.May(Access.TuneRules);

    private async Task<IActionResult> AnswerAsync(NoteResult result, string words, string undo, CancellationToken cancel)
    {
        switch (result)
        {
            case NoteResult.Saved saved:
                var toast = new Toast(words, UndoUrl: string.Create(CultureInfo.InvariantCulture, $"/notes/{Id}?handler={undo}"))
                {
                    UndoInPlace = true,
                };
                return this.Done(toast, UrlOf(saved.Note.AccountId));
            case NoteResult.Conflict conflict:
                return this.NotDone("Not changed", "Somebody else changed the note at the same moment.", UrlOf(conflict.Now.AccountId));
            case NoteResult.NotAllowed when await FindAsync(cancel) is { WithdrawnAt: null }:
                return Forbid();
            default:
                return NotFound();
        }
    }

    private Task<Note?> FindAsync(CancellationToken cancel) => db.Notes.AsNoTracking().FirstOrDefaultAsync(n => n.Id == Id, cancel);

    private async Task FormAsync(Note note, string? text, uint version, CancellationToken cancel) =>
        Form = new NoteForm
        {
            AccountName = await db.Accounts.Where(a => a.Id == note.AccountId).Select(a => a.Name).FirstAsync(cancel),
            Action = string.Create(CultureInfo.InvariantCulture, $"/notes/{Id}"),
            ReturnUrl = UrlOf(note.AccountId),
            Text = text,
            Version = version,
            People = await db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Name).ToListAsync(cancel),
        };

    private static string UrlOf(long accountId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/{accountId}");
}
