using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.Board;

/// <summary>
/// Reads the board: the cards of all columns in one statement, their counts and sums in another. Columns in work stand in the order of
/// the next renewal; an outcome shows who reached it lately, the last one first.
/// </summary>
internal sealed class BoardReader(TrackerDb db, ListContext context, ListQuery query)
{
    /// <summary>How far back an outcome's column looks, in days.</summary>
    public const int OutcomeDays = 30;

    private readonly AccountFilter _inWork = context.Filter(query) with { InWorkOnly = true };

    private AccountFilter Lately =>
        _inWork with
        {
            InWorkOnly = false,
            Stages = [.. context.Stages.InOrder.Where(stage => stage.Kind == StageKind.Outcome).Select(stage => stage.Code)],
            StageEnteredSince = TeamCalendar.StartOf(context.Run.Today.AddDays(-OutcomeDays), context.Run.Policy),
        };

    public async Task<IReadOnlyList<BoardColumn>> ReadAsync(BoardPlaces places, CancellationToken cancel)
    {
        var inWorkSums = await _inWork.Apply(db).ByStageAsync(cancel);
        var latelySums = await Lately.Apply(db).ByStageAsync(cancel);
        var inWorkApart = await _inWork.Apply(db).ApartAsync(inWorkSums, cancel);
        var latelyApart = await Lately.Apply(db).ApartAsync(latelySums, cancel);
        var sums = inWorkSums.Concat(latelySums).Where(sum => sum.Stage is not null).ToDictionary(sum => sum.Stage!);
        var stages = context.Stages.InOrder.Where(stage => !stage.Retired || sums.ContainsKey(stage.Code)).ToList();
        var cards = await CardsAsync(stages, places, cancel);
        return
        [
            .. stages.Select(stage =>
            {
                var sum = sums.GetValueOrDefault(stage.Code);
                var shown = InOrder(cards[stage.Code], stage);
                return new BoardColumn(stage, shown, HasMore: sum?.Count > shown.Count)
                {
                    Count = sum?.Count ?? 0,
                    Forecast = sum?.Forecast ?? 0,
                    Apart = [.. (stage.Kind == StageKind.Outcome ? latelyApart : inWorkApart)[stage.Code]],
                };
            }),
        ];
    }

    /// <summary>The cards of one column beyond a place.</summary>
    public async Task<BoardColumn> MoreAsync(BoardPlaces.Place place, CancellationToken cancel)
    {
        var stage = context.Stages.Find(place.Stage)!;
        var page = await List(stage).PageAsync(place.Card, BoardColumn.Step, AccountRow.Of, cancel);
        return new(stage, page.Items, HasMore: page.Next is not null);
    }

    private async Task<ILookup<string?, AccountRow>> CardsAsync(List<Stage> stages, BoardPlaces places, CancellationToken cancel)
    {
        // Each column's first cards come from its index; one OR over all stages would sort every account of the pipeline.
        var ids = stages.SelectMany(stage => Shown(stage, places)).Aggregate((all, column) => all.Concat(column));
        var rows = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(AccountRow.Of).ToListAsync(cancel);
        if (places.More is { } more)
            rows = [.. rows.UnionBy((await MoreAsync(more, cancel)).Cards, row => row.Id)];
        return rows.ToLookup(row => row.Stage);
    }

    /// <summary>The ids of the first cards, and of those up to where a longer column was shown.</summary>
    private IEnumerable<IQueryable<long>> Shown(Stage stage, BoardPlaces places)
    {
        var list = List(stage);
        yield return First(list.Accounts, stage, BoardColumn.Step);
        if (places.Until.TryGetValue(stage.Code, out var end))
            yield return First(list.UpTo(end), stage, BoardColumn.Most);
    }

    private AccountList List(Stage stage) =>
        new(db, (stage.Kind == StageKind.Outcome ? Lately : _inWork) with { Stages = [stage.Code] }, BoardPlaces.Order(stage.Kind));

    // An outcome always has the time at which it was reached.
    private static IQueryable<long> First(IQueryable<Domain.Accounts.Account> accounts, Stage stage, int count) =>
        (
            stage.Kind == StageKind.Outcome
                ? accounts.OrderByDescending(a => a.StageEnteredAt).ThenByDescending(a => a.Id)
                : accounts.OrderBy(a => a.NextRenewalOn).ThenBy(a => a.Id)
        )
            .Take(count)
            .Select(a => a.Id);

    private static List<AccountRow> InOrder(IEnumerable<AccountRow> rows, Stage stage) =>
        stage.Kind == StageKind.Outcome
            ? [.. rows.OrderByDescending(row => row.StageEnteredAt).ThenByDescending(row => row.Id)]
            : [.. rows.OrderBy(row => row.NextRenewalOn is null).ThenBy(row => row.NextRenewalOn).ThenBy(row => row.Id)];
}
