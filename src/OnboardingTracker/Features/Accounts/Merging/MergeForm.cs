using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts.Merging;

/// <summary>Model of <c>_MergeForm</c>: first which account to merge into, then what that does.</summary>
public sealed record MergeForm
{
    public required string Name { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public required AccountPicker Picker { get; init; }

    /// <summary>The account that was chosen, to be confirmed; null: it is still to be chosen.</summary>
    public MergePreview? Into { get; init; }

    public string? Error { get; init; }
}

/// <summary>What merging would do.</summary>
public sealed record MergePreview(long Id, string Name, string ExternalId, string? Stage, int Signals, int Tasks, int Contacts);
