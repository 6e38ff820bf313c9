using Microsoft.AspNetCore.Identity;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.SignIn;

/// <summary>How a member signs in with a password. Who they are and what they may do is the member's.</summary>
public sealed class SignInUser : IdentityUser<Guid>
{
    public int MemberId { get; init; }

    public Member? Member { get; init; }
}
