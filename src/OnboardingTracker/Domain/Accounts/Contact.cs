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
}
