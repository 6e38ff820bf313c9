using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Checklists;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Accounts.Merging;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts;

/// <summary>
/// One account for somebody with half a minute: what it is, where it stands, what is next, and why. Also found by what other systems
/// call it.
/// </summary>
[Authorize(Policy = Access.Read)]
public sealed class AccountModel(TrackerDb db, AccountViews views, AccountTimeline timeline) : PageModel
{
    private const int MostMails = 5;
    private const int MostPinned = 20;

    public AccountView View { get; private set; } = null!;

    public TimelinePage History { get; private set; } = null!;

    public IReadOnlyList<PlaybookWhy> Why { get; private set; } = [];

    public IReadOnlyList<DetailLine> Details { get; private set; } = [];

    /// <summary>The passages, the present one first.</summary>
    public IReadOnlyList<PassageTimes> Passages { get; private set; } = [];

    /// <summary>The last mails that were written here, newest first.</summary>
    public IReadOnlyList<OutgoingMail> SentMail { get; private set; } = [];

    /// <summary>What stands at the top for everybody, the last pinned first.</summary>
    public IReadOnlyList<Note> Pinned { get; private set; } = [];

    public IReadOnlyList<Member> Members { get; private set; } = [];

    /// <summary>What was last said of each item of this passage's audit.</summary>
    public IReadOnlyDictionary<string, ChecklistMark> Marks { get; private set; } = new Dictionary<string, ChecklistMark>();

    public int Audited => ChecklistItem.All.Count(item => Marks.TryGetValue(item.Code, out var mark) && mark.State != ChecklistState.Open);

    public bool MayWork => User.May(Access.WorkOnAccounts);

    /// <summary>The accounts that were merged into this one, with their own history.</summary>
    public IReadOnlyList<MergedChapter> Chapters { get; private set; } = [];

    public bool MayMerge => User.May(Access.TuneRules);

    public bool MayErase => User.May(Access.Administer);

    public bool MayMarkRisk => User.May(Access.MarkPaymentRisk);

    public async Task<IActionResult> OnGetAsync(string id, string[] kind, string? olderThan, string? newerThan, CancellationToken cancel)
    {
        var view = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await views.ReadAsync(number, cancel)
            : null;
        if (view is null)
            // A slash in an address stays encoded, since it would be another path.
            return await views.FindAsync(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), cancel) is { } found
                ? LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/accounts/{found}"))
                : NotFound();
        // What was merged is found under what it was merged into.
        if (view.Account.MergedIntoId is { } survivor)
            return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/accounts/{survivor}"));
        View = view;
        Passages = [.. PipelineHistory.Times(view.Transitions, view.Stages, view.Context.Now).OrderByDescending(passage => passage.Number)];
        Members = await db.Members.AsNoTracking().ToListAsync(cancel);
        History = await timeline.PageAsync(
            view,
            TimelineKinds.Parse(kind),
            TimelineCursor.Parse(olderThan),
            TimelineCursor.Parse(newerThan),
            cancel
        );
        if (Request.IsHtmx() && Request.Headers["HX-Target"] == "history")
            return Partial("_History", this);
        // Outside the pipeline the question is why it did not enter; inside, what moves it on.
        var subject = (await db.SubjectsToExplainAsync([view.Id], cancel))[0];
        Why =
        [
            .. PlaybookBook
                .All.Select(playbook => PlaybookWhy.Of(playbook, subject, view))
                .OrderByDescending(why => (why.Playbook.Name == PlaybookNames.NewLead) == (view.Account.Stage is null)),
        ];
        Details = DetailLine.Of(view, await db.DetailOriginsAsync(view.Id, cancel), Words);
        Chapters = await db.MergedChaptersAsync(view.Id, cancel);
        Marks = await db.ChecklistAsync(view.Id, view.Account.Passage, cancel);
        Pinned = await db
            .Notes.AsNoTracking()
            .Where(note => note.AccountId == view.Id && note.PinnedAt != null && note.WithdrawnAt == null)
            .OrderByDescending(note => note.PinnedAt)
            .Take(MostPinned)
            .ToListAsync(cancel);
        SentMail = await db
            .OutgoingMails.AsNoTracking()
            .Where(mail => mail.AccountId == view.Id)
            .OrderByDescending(mail => mail.Id)
            .Take(MostMails)
            .ToListAsync(cancel);
        return Page();
    }

    public ReaderFormat Format => ReaderFormat.Of(HttpContext);

    public DetailWords Words => new(Format, View.Names, View.Today);

    public string MemberName(int id) => Members.FirstOrDefault(member => member.Id == id)?.Name ?? "somebody who has left";

    /// <summary>Whether the person may change what this note says.</summary>
    public bool MayEdit(Note note) => MayWork && (User.May(Access.TuneRules) || note.Author == User.Actor());

    /// <summary>The passage that a moment lies in; 0: before the first.</summary>
    public int PassageAt(DateTimeOffset at) => Passages.FirstOrDefault(passage => passage.BeganAt <= at)?.Number ?? 0;
}
