using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.AuditLog;

/// <summary>Who changed what, newest first: policy, playbooks, team, keys, imports, passwords.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    private static readonly CsvColumn<AuditEntry>[] s_columns =
    [
        new("at", e => e.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        new("actor", e => e.Actor.ToString()),
        new("action", e => e.Action),
        new("subject", e => e.Subject),
        new("values", e => e.Values.Count == 0 ? null : JsonSerializer.Serialize(e.Values, Json.Options)),
    ];

    [BindProperty(SupportsGet = true, Name = "")]
    public AuditFilter Filter { get; set; } = new();

    /// <summary>Entries older than this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Entries newer than this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Actions { get; private set; } = [];

    public ActorNames Names { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var policy = await ReadAsync(cancel);
        Names = await db.ActorNamesAsync(cancel);
        var actions = await db.AuditEntries.Select(e => e.Action).Distinct().OrderBy(action => action).ToListAsync(cancel);
        Actions = [new("Anything", ""), .. actions.Select(action => new SelectListItem(AuditWords.OfAction(action), action))];
        // What is no day is pointed out at its field and filters nothing.
        if (Filter is { From: { } from, To: { } to } && to < from)
            ModelState.AddModelError("to", "The last day is before the first.");
        await ReadPageAsync(await Filter.ApplyAsync(db, policy, cancel), cancel);
    }

    /// <summary>The same list as a file, all of it.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        var policy = await ReadAsync(cancel);
        if (!ModelState.IsValid)
            return BadRequest();
        var entries = await Filter.ApplyAsync(db, policy, cancel);
        await CsvExport.WriteAsync(
            Response,
            $"audit-{Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv",
            s_columns,
            entries.OrderByDescending(e => e.Id).AsAsyncEnumerable(),
            cancel
        );
        return new EmptyResult();
    }

    private async Task<Policy> ReadAsync(CancellationToken cancel)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        return policy;
    }

    /// <summary>By key in either direction, so that entries written meanwhile shift nothing.</summary>
    private async Task ReadPageAsync(IQueryable<AuditEntry> entries, CancellationToken cancel)
    {
        var page =
            After is { } after ? entries.Where(e => e.Id > after).OrderBy(e => e.Id)
            : Before is { } before ? entries.Where(e => e.Id < before).OrderByDescending(e => e.Id)
            : entries.OrderByDescending(e => e.Id);
        var found = await page.Take(PageSize + 1).ToListAsync(cancel);
        var more = found.Count > PageSize;
        var shown = found.Take(PageSize).ToList();
        if (After is not null)
            shown.Reverse();
        Entries = shown;
        var newer = shown.Count > 0 && (After is null ? Before is not null : more);
        var older = shown.Count > 0 && (After is not null || more);
        Pager = new Pager(
            shown.Count is 0 or 1 ? "" : $"{ReaderFormat.Of(HttpContext).Number(shown.Count)} entries",
            newer ? Filter.Url("after", shown[0].Id) : null,
            older ? Filter.Url("before", shown[^1].Id) : null
        );
    }
}
