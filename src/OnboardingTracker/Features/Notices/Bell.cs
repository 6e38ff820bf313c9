using Microsoft.AspNetCore.Mvc;
using Npgsql;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Notices;

/// <summary>What the bell in the top bar shows.</summary>
/// <param name="Unread">At most one more than is counted.</param>
public sealed record BellView(int MemberId, int Unread)
{
    public string Count => Unread > NoticeList.MostCounted ? $"{NoticeList.MostCounted}+" : $"{Unread}";
}

/// <summary>The bell of the signed-in person; nothing for anybody else.</summary>
public sealed class Bell(NoticeList notices) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        if (UserClaimsPrincipal.MemberId() is not { } member)
            return Content("");
        var unread = 0;
        try
        {
            unread = await notices.UnreadAsync(member, HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            // The page that says that the database is away has a bell too.
        }
        return View("~/Features/Notices/_Bell.cshtml", new BellView(member, unread));
    }
}
