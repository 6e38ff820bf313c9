using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.AuditLog;

/// <summary>Who changed what: policy, playbooks, team, keys, imports. Newest first; entries are never edited or deleted.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    public AuditFilter Filter => new(Q, From, To);

    /// <summary>Only entries older than this one: the end of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public Pager Pager { get; private set; } = new("", null, null);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        var entries = Filter.On(db, policy).AsNoTracking();
        if (Before is { } before)
            entries = entries.Where(entry => entry.Id < before);
        var found = await entries.OrderByDescending(entry => entry.Id).Take(PageSize + 1).ToListAsync(cancel);
        Entries = [.. found.Take(PageSize)];
        Pager = new(
            Entries.Count == 1 ? "1 entry" : $"{Entries.Count} entries",
            Before is null ? null : Address(null),
            found.Count > PageSize ? Address(Entries[^1].Id) : null
        );
    }

    /// <summary>This list from an entry on; null: from its beginning, since a log is read from the newest.</summary>
    private string Address(long? before)
    {
        var query = new QueryString();
        if (!string.IsNullOrWhiteSpace(Filter.Q))
            query = query.Add("q", Filter.Q);
        if (Filter.From is { } from)
            query = query.Add("from", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (Filter.To is { } to)
            query = query.Add("to", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (before is { } id)
            query = query.Add("before", id.ToString(CultureInfo.InvariantCulture));
        return $"/audit{query}";
    }
}
