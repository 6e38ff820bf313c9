using Microsoft.AspNetCore.Http;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Board;

/// <summary>
/// How far the columns are shown, by the place of a card: "until=3a.PLACE" shows 3a up to that card, "more=3a.PLACE" the cards beyond
/// it as well. What cannot be read is left out: the column then shows its first cards.
/// </summary>
public sealed record BoardPlaces(IReadOnlyDictionary<string, AccountCursor> Until, BoardPlaces.Place? More)
{
    public sealed record Place(string Stage, AccountCursor Card);

    /// <summary>Columns in work stand by next renewal; an outcome's by who came last.</summary>
    public static AccountSort Order(StageKind? kind) => kind == StageKind.Outcome ? AccountSort.LatestFirst : AccountSort.Default;

    public static BoardPlaces Parse(IQueryCollection address, StageCatalogue stages)
    {
        var until = new Dictionary<string, AccountCursor>();
        // What htmx adds from the page comes after what stands in the address, and is newer.
        foreach (var place in address["until"].Select(Read).OfType<Place>())
            until[place.Stage] = place.Card;
        var more = Read(address["more"].LastOrDefault());
        if (more is not null)
            until[more.Stage] = more.Card;
        return new(until, more);

        Place? Read(string? text) =>
            text?.Split('.', 2) is [var code, var card]
            && stages.Find(code) is { } stage
            && AccountCursor.TryParse(card, Order(stage.Kind), out var cursor)
            && cursor is { Backward: false }
                ? new(code, cursor)
                : null;
    }
}
