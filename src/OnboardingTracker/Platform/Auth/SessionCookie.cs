using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

/// <summary>
/// Binds each cookie to a session in the database, and looks at session and member on every request: somebody who signed out, was
/// deactivated or has a new password is out at the next one, and a new role counts from the next one. Identity alone would look
/// every 30 minutes, and a copied cookie would outlive the sign-out.
/// </summary>
internal sealed class SessionCookie(TrackerDb db, IOptions<IdentityOptions> options, TimeProvider time) : CookieAuthenticationEvents
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    internal const string SessionClaim = "session";
    private static readonly TimeSpan s_renewedAfter = TimeSpan.FromMinutes(15);

    /// <summary>A new session for each sign-in; the one that this browser had before ends.</summary>
    public override async Task SigningIn(CookieSigningInContext context)
    {
        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        var now = time.GetUtcNow();
        var former = context.HttpContext.User.SessionId();
        var ended = now - Longest;
        await db.SignInSessions.Where(s => s.Id == former || s.BeganAt < ended).ExecuteDeleteAsync();
        var session = new SignInSession
        {
            Id = Guid.NewGuid(),
            UserId = Guid.Parse(identity.FindFirst(options.Value.ClaimsIdentity.UserIdClaimType)!.Value, CultureInfo.InvariantCulture),
            BeganAt = now,
        };
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync();
        identity.AddClaim(new Claim(SessionClaim, session.Id.ToString()));
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        // The style sheets and scripts are everybody's, and a page brings a dozen of them: who asks is not looked up.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            context.ShouldRenew = false;
            return;
        }
        var identity = (ClaimsIdentity?)context.Principal?.Identity;
        var stamp = identity?.FindFirst(options.Value.ClaimsIdentity.SecurityStampClaimType)?.Value;
        var began = time.GetUtcNow() - Longest;
        var member = context.Principal?.SessionId() is { } sessionId
            ? await db
                .SignInSessions.AsNoTracking()
                .Where(s => s.Id == sessionId && s.BeganAt > began && s.User!.SecurityStamp == stamp && s.User.Member!.Active)
                .Select(s => s.User!.Member)
                .FirstOrDefaultAsync(context.HttpContext.RequestAborted)
            : null;
        if (member is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }
        foreach (var claim in CurrentMember.ClaimsOf(member))
        {
            if (identity!.FindFirst(claim.Type) is { } old)
                identity.RemoveClaim(old);
            identity.AddClaim(claim);
        }
    }

    /// <summary>
    /// Idle time is counted from the last request, give or take a few minutes; the default would renew after half of it. A page that
    /// lies open and listens is not a person at work.
    /// </summary>
    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        var byItself = context.Request.Path.StartsWithSegments("/live") || context.Request.Headers.ContainsKey("X-By-Itself");
        context.ShouldRenew = context.ElapsedTime > s_renewedAfter && !byItself;
        return Task.CompletedTask;
    }

    public override async Task SigningOut(CookieSigningOutContext context)
    {
        if (context.HttpContext.User.SessionId() is { } session)
            await db.SignInSessions.Where(s => s.Id == session).ExecuteDeleteAsync();
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var wanted = request.PathBase + request.Path + request.QueryString;
        context.Response.Redirect(
            context.Options.LoginPath + (wanted == "/" ? QueryString.Empty : QueryString.Create(context.Options.ReturnUrlParameter, wanted))
        );
        return Task.CompletedTask;
    }

    /// <summary>The answer keeps its address and says 403; the error page does the talking.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
