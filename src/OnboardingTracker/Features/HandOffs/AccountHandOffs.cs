using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>The last hand-offs of one account.</summary>
public sealed record AccountHandOffList(IReadOnlyList<AccountHandOff> HandOffs, ActorNames Names, TimeZoneInfo Zone, DateOnly Today);

public sealed record AccountHandOff(long Id, HandOffState State, string Reason, string? Decision, Domain.Actor By, DateTimeOffset At);

/// <summary>The block of hand-offs on the account's page; nothing where there is none.</summary>
[ViewComponent(Name = "AccountHandOffs")]
public sealed class AccountHandOffs(TrackerDb db, TimeProvider time) : ViewComponent
{
    private const int Most = 5;

    public async Task<IViewComponentResult> InvokeAsync(long accountId)
    {
        var cancel = HttpContext.RequestAborted;
        var found = await db
            .HandOffs.AsNoTracking()
            .Where(h => h.AccountId == accountId)
            .OrderByDescending(h => h.Id)
            .Take(Most)
            .Select(h => new AccountHandOff(h.Id, h.State, h.Reason, h.Decision, h.By, h.At))
            .ToListAsync(cancel);
        if (found.Count == 0)
            return Content("");
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var list = new AccountHandOffList(
            found,
            await db.ActorNamesAsync(cancel),
            TeamCalendar.Zone(policy),
            TeamCalendar.DayOf(time.GetUtcNow(), policy)
        );
        return View("/Features/HandOffs/_AccountHandOffs.cshtml", list);
    }
}
