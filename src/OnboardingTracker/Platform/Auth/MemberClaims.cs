using System.Security.Claims;
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
