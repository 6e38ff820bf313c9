namespace OnboardingTracker.Features.Accounts.Contacts;

/// <summary>Model of <c>_ContactForm</c>: a person at an account.</summary>
public sealed record ContactForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    /// <summary>A known contact keeps its address: people are recognised by it.</summary>
    public bool IsNew { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? Role { get; init; }
}
