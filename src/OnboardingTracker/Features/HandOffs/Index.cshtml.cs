using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>A row of the list; the packet stays in the database.</summary>
public sealed record HandOffRow(
    long Id,
    long AccountId,
    string Account,
    HandOffState State,
    HandOffUrgency Urgency,
    string? FromStage,
    string Reason,
    string? Owner,
    Actor By,
    DateTimeOffset At,
    DateTimeOffset? DecidedAt,
    string? Decision
);

/// <summary>What was handed to Sales: what waits for an answer first.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "")]
    public HandOffFilter Filter { get; set; } = new();

    /// <summary>What comes after this place of the list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What comes before it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public IReadOnlyList<HandOffRow> Rows { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];

    public ActorNames Names { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        Names = await db.ActorNamesAsync(cancel);
        var members = await db.Members.AsNoTracking().OrderBy(m => m.Name).Select(m => new { m.Name, m.Email }).ToListAsync(cancel);
        Owners = [new("Anybody's", ""), .. members.Select(m => new SelectListItem(m.Name, m.Email))];
        States =
        [
            new("All", ""),
            .. Enum.GetValues<HandOffState>().Select(state => new SelectListItem(PacketWords.Of(state), state.ToString())),
        ];
        await ReadAsync(cancel);
    }

    /// <summary>By place in either direction, so that what is handed off meanwhile shifts nothing.</summary>
    private async Task ReadAsync(CancellationToken cancel)
    {
        var back = HandOffFilter.Parse(Before);
        var on = HandOffFilter.Parse(After);
        var (rank, id) = back ?? on ?? (-1, long.MaxValue);
        var all = Filtered();
        var ahead = back is null
            ? all.Where(h =>
                    (h.State == HandOffState.Pending ? 0 : 1) > rank || ((h.State == HandOffState.Pending ? 0 : 1) == rank && h.Id < id)
                )
                .OrderBy(h => h.State == HandOffState.Pending ? 0 : 1)
                .ThenByDescending(h => h.Id)
            : all.Where(h =>
                    (h.State == HandOffState.Pending ? 0 : 1) < rank || ((h.State == HandOffState.Pending ? 0 : 1) == rank && h.Id > id)
                )
                .OrderByDescending(h => h.State == HandOffState.Pending ? 0 : 1)
                .ThenBy(h => h.Id);
        var found = await RowsOf(ahead.Take(PageSize + 1)).ToListAsync(cancel);
        var more = found.Count > PageSize;
        var shown = found.Take(PageSize).ToList();
        if (back is not null)
            shown.Reverse();
        Rows = shown;
        var newer = shown.Count > 0 && (back is null ? on is not null : more);
        var older = shown.Count > 0 && (back is not null || more);
        Pager = new Pager(
            shown.Count < 2 ? "" : $"{ReaderFormat.Of(HttpContext).Number(shown.Count)} hand-offs",
            newer ? Filter.Url("before", HandOffFilter.Place(shown[0].State, shown[0].Id)) : null,
            older ? Filter.Url("after", HandOffFilter.Place(shown[^1].State, shown[^1].Id)) : null
        );
    }

    private IQueryable<HandOff> Filtered()
    {
        IQueryable<HandOff> all = db.HandOffs.AsNoTracking();
        if (Filter.State is { } state)
            all = all.Where(h => h.State == state);
        if (Filter.Owner is { Length: > 0 } owner && !owner.Contains('\0', StringComparison.Ordinal))
            all = all.Where(h => db.Accounts.Any(a => a.Id == h.AccountId && a.Owner!.Email == owner));
        return all;
    }

    private IQueryable<HandOffRow> RowsOf(IQueryable<HandOff> handOffs) =>
        from h in handOffs
        join a in db.Accounts on h.AccountId equals a.Id
        select new HandOffRow(
            h.Id,
            h.AccountId,
            a.Name,
            h.State,
            h.Urgency,
            h.FromStage,
            h.Reason,
            a.Owner!.Name,
            h.By,
            h.At,
            h.DecidedAt,
            h.Decision
        );
}
