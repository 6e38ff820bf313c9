namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_MoveForm</c>: one account or many, to which stage, and why.</summary>
public sealed record MoveForm
{
    /// <summary>Where it posts to.</summary>
    public required string Action { get; init; }

    /// <summary>"Acme", "3 accounts".</summary>
    public required string What { get; init; }

    public required IReadOnlyList<MoveChoice> Choices { get; init; }

    /// <summary>The stage that the account is in; null for many, or for one outside the pipeline.</summary>
    public MoveChoice? From { get; init; }

    /// <summary>The chosen stage's code.</summary>
    public string? To { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the form carries along, such as what the person saw.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    public string ReturnUrl { get; init; } = "/";

    /// <summary>What a rule refused, or what happened meanwhile.</summary>
    public string? Problem { get; init; }

    /// <summary>The stage that the rule allows in place of the chosen one.</summary>
    public MoveChoice? Offered { get; init; }

    /// <summary>A reason is missing: which move asks for it.</summary>
    public string? ReasonError { get; init; }
}

/// <param name="AsksReason">Moving there asks for a reason.</param>
public sealed record MoveChoice(string Code, string Name, string Kind, bool AsksReason = false);
