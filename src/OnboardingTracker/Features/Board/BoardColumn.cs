using System.Globalization;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Board;

/// <summary>One stage on the board.</summary>
/// <param name="Cards">The first of them, or those that follow on what the page shows already.</param>
/// <param name="HasMore">There are further cards after these.</param>
public sealed record BoardColumn(Stage Stage, IReadOnlyList<AccountRow> Cards, bool HasMore)
{
    /// <summary>How many cards a column opens with, and by how many it grows.</summary>
    public const int Step = 50;

    /// <summary>A refresh shows no more cards of a column than this.</summary>
    public const int Most = 1000;

    /// <summary>All accounts in it, shown or not.</summary>
    public int Count { get; init; }

    /// <summary>Their sum in the team's currency.</summary>
    public decimal Forecast { get; init; }

    /// <summary>Forecasts in currencies that the policy has no rate for: named beside the sum, as they cannot be part of it.</summary>
    public IReadOnlyList<Money> Apart { get; init; } = [];

    public bool IsOutcome => Stage.Kind == StageKind.Outcome;

    /// <summary>The place of the last card.</summary>
    public AccountCursor? End =>
        Cards is [.., var last]
            ? new(
                BoardPlaces.Order(Stage.Kind),
                IsOutcome
                    ? last.StageEnteredAt?.ToString("O", CultureInfo.InvariantCulture)
                    : last.NextRenewalOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                last.Id
            )
            : null;
}
