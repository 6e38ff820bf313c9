namespace OnboardingTracker.Features.Playbooks;

/// <summary>Model of <c>_Confirm</c>: what a press is going to do, before it is pressed.</summary>
public sealed record RunConfirmation
{
    public required string Title { get; init; }

    public required string Text { get; init; }

    public required string Action { get; init; }

    public required string Button { get; init; }

    public required string CancelUrl { get; init; }

    /// <summary>The playbook's name, for the step back.</summary>
    public required string ParentName { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    /// <summary>Why it cannot be done; null: it can.</summary>
    public string? Problem { get; init; }

    public bool Danger { get; init; }
}
