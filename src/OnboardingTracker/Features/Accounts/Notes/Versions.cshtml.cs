using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Notes;

/// <summary>What a note says and said, the newest first. What was withdrawn is read by its author and by leads.</summary>
[Authorize(Policy = Access.Read)]
public sealed class VersionsModel(TrackerDb db, TimeProvider time) : PageModel
{
    public NoteHistory View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        var note = await db.Notes.AsNoTracking().FirstOrDefaultAsync(n => n.Id == id, cancel);
        if (note is null)
            return NotFound();
        if (note.WithdrawnAt is not null && note.Author != User.Actor() && !User.May(Access.TuneRules))
            return Forbid();
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var names = await db.ActorNamesAsync(cancel);
        var versions = await db.NoteVersions.AsNoTracking().Where(v => v.NoteId == id).OrderByDescending(v => v.Id).ToListAsync(cancel);
        View = new NoteHistory
        {
            Id = id,
            AccountName = await db.Accounts.Where(a => a.Id == note.AccountId).Select(a => a.Name).FirstAsync(cancel),
            AccountUrl = string.Create(CultureInfo.InvariantCulture, $"/accounts/{note.AccountId}"),
            Texts =
            [
                new NoteSaid(names[note.EditedBy ?? note.Author], note.EditedAt ?? note.At, note.Text),
                .. versions.Select(v => new NoteSaid(names[v.By], v.At, v.Text)),
            ],
            Withdrawn = note.WithdrawnAt is { } at ? new NoteSaid(names[note.WithdrawnBy ?? note.Author], at, "") : null,
            Zone = TeamCalendar.Zone(context.Policy),
            Today = context.Today,
        };
        return this.Ask("_Versions", View);
    }
}

/// <summary>What a note said from a moment on.</summary>
public sealed record NoteSaid(string Who, DateTimeOffset At, string Text);

/// <summary>Model of <c>_Versions</c>.</summary>
public sealed record NoteHistory
{
    public required long Id { get; init; }

    public required string AccountName { get; init; }

    public required string AccountUrl { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<NoteSaid> Texts { get; init; }

    public NoteSaid? Withdrawn { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required DateOnly Today { get; init; }
}
