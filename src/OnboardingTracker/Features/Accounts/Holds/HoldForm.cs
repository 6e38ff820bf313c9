namespace OnboardingTracker.Features.Accounts.Holds;

/// <summary>Model of <c>_HoldForm</c>: which playbook leaves the account alone, and why.</summary>
public sealed record HoldForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public string? Playbook { get; init; }

    public string? Reason { get; init; }

    public string? PlaybookError { get; init; }

    public string? ReasonError { get; init; }
}
