using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>A person's wish to hand an account to Sales, with what they saw when they wished it.</summary>
public sealed record HandOffWish
{
    public required long AccountId { get; init; }

    /// <summary>Of the form: pressed twice, it is one hand-off.</summary>
    public required string FormKey { get; init; }

    public required string Reason { get; init; }

    public string? Wants { get; init; }

    public string? Volume { get; init; }

    public HandOffUrgency Urgency { get; init; }

    public string? SpokenWith { get; init; }

    /// <summary>Lower case.</summary>
    public string? SalesPerson { get; init; }

    /// <summary>What the person was shown as speaking against it, and decided on (<see cref="HandOffProspect.ObjectionsKey"/>).</summary>
    public string? Decided { get; init; }

    /// <summary>Whatever speaks against it.</summary>
    public bool AllTheSame { get; init; }

    /// <summary>Only when this is still the account's last transition; null: whichever. 0: it has none.</summary>
    public long? ExpectedTransitionId { get; init; }

    public required Actor Actor { get; init; }
}

/// <summary>What became of the wish to hand an account off.</summary>
public abstract record HandOffResult
{
    private HandOffResult() { }

    /// <param name="IsNew">False: this form was sent before.</param>
    public sealed record Made(HandOff HandOff, bool IsNew) : HandOffResult;

    /// <summary>Something speaks against it that the person has not decided on.</summary>
    public sealed record Objected(IReadOnlyList<string> Objections) : HandOffResult;

    public sealed record Refused(MoveDecision.Refused Why) : HandOffResult;

    /// <summary>The account moved meanwhile; nothing was done.</summary>
    public sealed record Conflict(MoveResult.Conflict Moved) : HandOffResult;

    public sealed record NotFound : HandOffResult;
}

/// <summary>What became of Sales' answer.</summary>
public abstract record DecisionResult
{
    private DecisionResult() { }

    /// <param name="Back">The move that took the account back; null: it stays where it is.</param>
    /// <param name="Stays">Why it did not go back, though it was declined; null: it did, or was not.</param>
    public sealed record Recorded(HandOff HandOff, MoveResult.Moved? Back, string? Stays) : DecisionResult;

    /// <summary>Somebody has decided already, or it was withdrawn.</summary>
    public sealed record Closed(HandOff HandOff) : DecisionResult;

    public sealed record NotFound : DecisionResult;
}
