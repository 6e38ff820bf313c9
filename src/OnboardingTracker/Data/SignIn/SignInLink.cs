using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.SignIn;

/// <summary>A one-time link by which a member chooses a password. One per member; a new one replaces it, using it removes it.</summary>
public sealed class SignInLink
{
    public int Id { get; init; }

    public int MemberId { get; init; }

    public Member? Member { get; init; }

    /// <summary>SHA-256 of the link's token: it is 256 random bits.</summary>
    public required byte[] Hash { get; set; }

    public required Actor CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
