using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>How many of one's own open tasks are due today or overdue: the count beside Tasks in the navigation.</summary>
[ViewComponent(Name = "DueTasks")]
public sealed class DueCount(TrackerDb db, TimeProvider time) : ViewComponent
{
    /// <summary>Counted no further than this.</summary>
    public const int Most = 99;

    public async Task<IViewComponentResult> InvokeAsync()
    {
        try
        {
            if (HttpContext.User.MemberId() is not { } me)
                return Content("");
            var cancel = HttpContext.RequestAborted;
            var (policy, _) = await db.CurrentPolicyAsync(cancel);
            return Content(
                await db.CountDueAsync(me, TeamCalendar.DayOf(time.GetUtcNow(), policy), Most + 1, cancel) switch
                {
                    0 => "",
                    > Most => $"{Most}+",
                    var count => count.ToString(CultureInfo.InvariantCulture),
                }
            );
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            // The page that says that the database is away has a navigation too.
            return Content("");
        }
    }
}
