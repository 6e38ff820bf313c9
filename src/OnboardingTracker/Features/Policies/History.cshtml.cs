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

namespace OnboardingTracker.Features.Policies;

/// <summary>Every version of the policy: who changed what, and when.</summary>
[Authorize(Policy = Access.Read)]
public sealed class HistoryModel(TrackerDb db) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    public IReadOnlyList<PastChange> Changes { get; private set; } = [];

    public ActorNames Names { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Names = await db.ActorNamesAsync(cancel);
        Zone = TeamCalendar.Zone((await db.CurrentPolicyAsync(cancel)).Policy);
        var before = Before ?? int.MaxValue;
        var versions = await db
            .PolicyVersions.AsNoTracking()
            .Where(v => v.Version < before)
            .OrderByDescending(v => v.Version)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        var shown = versions.Take(PageSize).ToList();
        Changes = shown.ConvertAll(version =>
        {
            var former = versions.Find(v => v.Version == version.Version - 1)?.Policy ?? new Policy();
            return new PastChange(version, former, [.. PolicyGroups.Fields.Where(field => field.Differs(former, version.Policy))]);
        });
        var older = versions.Count > PageSize ? shown[^1].Version : (int?)null;
        Pager = new Pager(
            Words.Count(shown.Count, "change"),
            Before is null ? null : "/policy/history",
            older is { } next ? "/policy/history?before=" + next.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    public sealed record PastChange(PolicyVersion Version, Policy Former, IReadOnlyList<PolicyField> Fields);
}
