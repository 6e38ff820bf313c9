namespace OnboardingTracker.Domain.Accounts;

/// <summary>A person at an account, known by e-mail address.</summary>
public sealed class Contact
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>Lower case; unique within the account.</summary>
    public required string Email { get; init; }

    public string? Name { get; set; }

    public string? Role { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When mail to this address last came back for good; it is not written to until a person says that it works again.</summary>
    public DateTimeOffset? BouncedAt { get; set; }

    /// <summary>What the returned mail said.</summary>
    public string? BounceReason { get; set; }
}
