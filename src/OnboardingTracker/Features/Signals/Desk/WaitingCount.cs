using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>How many signals wait for an account: the count beside it in the navigation.</summary>
[ViewComponent(Name = "WaitingSignals")]
public sealed class WaitingCount(WaitingSignals waiting) : ViewComponent
{
    /// <summary>Counted no further than this.</summary>
    public const int Most = 999;

    public async Task<IViewComponentResult> InvokeAsync()
    {
        try
        {
            return Content(
                await waiting.CountAsync(HttpContext.RequestAborted) switch
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
