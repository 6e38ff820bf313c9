using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Notices;

/// <summary>What the person was told, newest first; beside the bell, the last of it.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(TrackerDb db, NoticeList list, TimeProvider time) : PageModel
{
    private const int PageSize = 50;
    private const int InMenu = 8;

    /// <summary>"unread", or everything.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<Notice> Notices { get; private set; } = [];

    public int Unread { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public bool UnreadOnly => Show == "unread";

    public string UnreadText => new BellView(0, Unread).Count;

    public long Newest => Notices.Count == 0 ? 0 : Notices[0].Id;

    public int MemberId => User.MemberId() ?? 0;

    /// <summary>This page of the list.</summary>
    public string Here => PageUrl("before", Before) ?? PageUrl("after", After) ?? (UnreadOnly ? "/notices?show=unread" : "/notices");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Unread = await list.UnreadAsync(MemberId, cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        if (Request.ForEditor())
        {
            Notices = await list.LastAsync(MemberId, InMenu, cancel);
            return Partial("_Menu", this);
        }
        await ReadPageAsync(cancel);
        return Page();
    }

    /// <summary>The bell alone, for open pages.</summary>
    public IActionResult OnGetBell() => ViewComponent("Bell");

    public async Task<IActionResult> OnPostReadAsync(long upTo, string? returnUrl, CancellationToken cancel)
    {
        await list.ReadAllAsync(MemberId, upTo, cancel);
        return LocalRedirect(this.Local(returnUrl));
    }

    private async Task ReadPageAsync(CancellationToken cancel)
    {
        var found = await list.PageAsync(MemberId, UnreadOnly, Before, After, PageSize + 1, cancel);
        var more = found.Count > PageSize;
        var shown = found.Take(PageSize).ToList();
        if (After is not null)
            shown.Reverse();
        Notices = shown;
        var newer = shown.Count > 0 && (After is null ? Before is not null : more);
        var older = shown.Count > 0 && (After is not null || more);
        Pager = new Pager(
            shown.Count is 0 or 1 ? "" : Words.Count(shown.Count, "notice"),
            newer ? PageUrl("after", shown[0].Id) : null,
            older ? PageUrl("before", shown[^1].Id) : null
        );
    }

    private string? PageUrl(string key, long? id) =>
        id is null ? null : string.Create(CultureInfo.InvariantCulture, $"/notices?{(UnreadOnly ? "show=unread&" : "")}{key}={id}");
}
