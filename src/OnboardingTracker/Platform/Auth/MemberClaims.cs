using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

/// <summary>Puts the member's name and role into the cookie's principal.</summary>
internal sealed class MemberClaims(UserManager<SignInUser> users, IOptions<IdentityOptions> options, TrackerDb db)
    : UserClaimsPrincipalFactory<SignInUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(SignInUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var member = await db.Members.AsNoTracking().FirstAsync(m => m.Id == user.MemberId);
        // Identity's own name claim is the user name; people are shown by their name.
        foreach (var name in identity.FindAll(ClaimTypes.Name).Concat(identity.FindAll(ClaimTypes.Email)).ToList())
            identity.RemoveClaim(name);
        identity.AddClaims(CurrentMember.ClaimsOf(member));
        return identity;
    }
}

/// <summary>
/// Looks at the member on every request: somebody who was deactivated or has a new password is out at the next one, and a new
/// role counts from the next one. Identity alone would look every 30 minutes.
/// </summary>
internal sealed class CookieCheck(TrackerDb db, IOptions<IdentityOptions> options) : CookieAuthenticationEvents
{
    /// <summary>The page that says so is shown in place, with the status that it is, rather than somewhere else with a 200.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var identity = (ClaimsIdentity?)context.Principal?.Identity;
        var stamp = identity?.FindFirst(options.Value.ClaimsIdentity.SecurityStampClaimType)?.Value;
        var member = context.Principal?.MemberId() is { } memberId
            ? await db
                .Users.AsNoTracking()
                .Where(user => user.MemberId == memberId && user.SecurityStamp == stamp && user.Member!.Active)
                .Select(user => user.Member)
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
}
