using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Board;

/// <summary>One stage on the board.</summary>
/// <param name="Count">All accounts in it, shown or not.</param>
/// <param name="Forecast">Their sum in the team's currency.</param>
/// <param name="Limit">How many cards are shown at most.</param>
public sealed record BoardColumn(Stage Stage, int Count, decimal Forecast, IReadOnlyList<AccountRow> Cards, int Limit)
{
    /// <summary>How many cards a column opens with, and by how many it grows.</summary>
    public const int Step = 50;

    /// <summary>A longer column is read in the list.</summary>
    public const int Most = 500;

    /// <summary>Forecasts in currencies that the policy has no rate for: named beside the sum, as they cannot be part of it.</summary>
    public IReadOnlyList<Money> Apart { get; init; } = [];

    public bool IsOutcome => Stage.Kind == StageKind.Outcome;

    public bool HasMore => Count > Cards.Count;
}
