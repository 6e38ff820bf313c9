using System.Globalization;
using System.Security.Claims;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Platform.Auth;

/// <summary>Who asks, as the request's principal says it.</summary>
public static class CurrentMember
{
    public const string RoleClaim = "role";
    public const string ActorClaim = "actor";
    public const string MemberIdClaim = "member_id";

    public static Role? Role(this ClaimsPrincipal principal) =>
        Enum.TryParse<Role>(principal.FindFirstValue(RoleClaim), ignoreCase: true, out var role) ? role : null;

    /// <summary>How changes of this person or key are signed in history.</summary>
    public static Actor Actor(this ClaimsPrincipal principal) =>
        Domain.Actor.Parse(principal.FindFirstValue(ActorClaim) ?? throw new InvalidOperationException("The principal has no actor."));

    /// <summary>The member that is signed in; null for an API key.</summary>
    public static int? MemberId(this ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(MemberIdClaim), CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The signed-in browser; null for an API key.</summary>
    public static Guid? SessionId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionCookie.SessionClaim), out var session) ? session : null;

    public static bool May(this ClaimsPrincipal principal, string access) => principal.Role() is { } role && Access.Allows(access, role);

    internal static IEnumerable<Claim> ClaimsOf(Member member) =>
        [
            new(ClaimTypes.Name, member.Name),
            new(ClaimTypes.Email, member.Email),
            new(RoleClaim, AccountDetails.Code(member.Role)),
            new(ActorClaim, Domain.Actor.User(member.Email).ToString()),
            new(MemberIdClaim, member.Id.ToString(CultureInfo.InvariantCulture)),
        ];
}
