using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Keys;

/// <summary>The keys of the HTTP API: who may call it, as what, and when they last did.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    public IReadOnlyList<ApiKey> Live { get; private set; } = [];

    public IReadOnlyList<ApiKey> Revoked { get; private set; } = [];

    public ActorNames Names { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        Names = await db.ActorNamesAsync(cancel);
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(key => key.Name).ToListAsync(cancel);
        Live = [.. keys.Where(key => key.RevokedAt is null)];
        Revoked = [.. keys.Where(key => key.RevokedAt is not null).OrderByDescending(key => key.RevokedAt)];
    }
}
