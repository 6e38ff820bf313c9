using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.SignIn;

/// <summary>
/// A cookie that tells a browser in which a person has signed in before. Its wrong passwords are counted apart, so a stranger who keeps
/// the address of a colleague locked does not lock the colleague out.
/// </summary>
public sealed class KnownDevice(IDataProtectionProvider protection, TimeProvider time)
{
    private const string CookieName = "onboarding-tracker-device";
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(180);
    private readonly IDataProtector _protector = protection.CreateProtector("known device");

    /// <summary>The browser's mark, where it has signed in with this address before.</summary>
    public string? MarkOf(HttpContext context, string email)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
            return null;
        try
        {
            return _protector.Unprotect(cookie).Split('\n') is [var owner, var mark] && owner == email ? mark : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Remember(HttpContext context, string email)
    {
        var mark = MarkOf(context, email) ?? Guid.NewGuid().ToString("N");
        var cookie = AuthSetup.Cookie(CookieName, SameSiteMode.Strict).Build(context, time.GetUtcNow());
        cookie.MaxAge = s_kept;
        context.Response.Cookies.Append(CookieName, _protector.Protect($"{email}\n{mark}"), cookie);
    }
}
