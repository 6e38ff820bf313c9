namespace OnboardingTracker.Features.Accounts.Adding;

/// <summary>The form of a new account. Everything is text as typed, so that what cannot be read stays typed.</summary>
public sealed class NewAccountInput
{
    public string? ExternalId { get; set; }

    public string? Name { get; set; }

    public string? Domain { get; set; }

    public string? Plan { get; set; } = "payAsYouGo";

    public string? Program { get; set; }

    public string? Forecast { get; set; }

    public string? Currency { get; set; }

    public string? NextRenewalOn { get; set; }

    public string? Owner { get; set; }

    public string? ContactEmail { get; set; }

    public string? ContactName { get; set; }

    /// <summary>Into stage 1, whatever the rule for leads says.</summary>
    public bool EnterPipeline { get; set; }

    /// <summary>Added although a similar account is known: the person has looked.</summary>
    public bool Anyway { get; set; }
}
