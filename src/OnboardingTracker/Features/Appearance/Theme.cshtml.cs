using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Appearance;

/// <summary>Keeps the reader's choice of theme in a cookie. Also without JavaScript, also before signing in.</summary>
[AllowAnonymous]
public sealed class ThemeModel : PageModel
{
    public IActionResult OnPost(string? theme, string? returnUrl)
    {
        var cookie = new CookieOptions
        {
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        };
        if (Theme.Known(theme) is { } known)
        {
            Response.Cookies.Append(Theme.Cookie, known, cookie);
        }
        else
        {
            Response.Cookies.Delete(Theme.Cookie, cookie);
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
