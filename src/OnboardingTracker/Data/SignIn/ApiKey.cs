using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.SignIn;

/// <summary>A key for the HTTP API; acts as a person of its role. Only a hash is kept.</summary>
public sealed class ApiKey
{
    public int Id { get; init; }

    /// <summary>How its changes are signed in history: <c>api:name</c>. Unique among all keys, revoked ones too.</summary>
    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>The first characters, to tell keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the key: it is 256 random bits, so a slow hash would add nothing.</summary>
    public required byte[] Hash { get; init; }

    public required Actor CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
