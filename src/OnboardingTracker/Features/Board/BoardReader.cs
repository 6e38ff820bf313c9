using System.Globalization;
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
internal static class BoardReader
{
    /// <summary>How far back an outcome's column looks, in days.</summary>
    public const int OutcomeDays = 30;

    public static async Task<IReadOnlyList<BoardColumn>> ReadAsync(
        TrackerDb db,
        ListContext context,
        ListQuery query,
        IReadOnlyDictionary<string, int> limits,
        CancellationToken cancel
    )
    {
        var filter = context.Filter(query with { Stages = [], All = false }) with { InWorkOnly = false };
        var inWork = filter with { InWorkOnly = true };
        var lately = filter with
        {
            Stages = [.. context.Stages.InOrder.Where(stage => stage.Kind == StageKind.Outcome).Select(stage => stage.Code)],
            StageEnteredSince = TeamCalendar.StartOf(context.Run.Today.AddDays(-OutcomeDays), context.Run.Policy),
        };
        var inWorkSums = await inWork.Apply(db).ByStageAsync(cancel);
        var latelySums = await lately.Apply(db).ByStageAsync(cancel);
        var inWorkApart = await inWork.Apply(db).ApartAsync(inWorkSums, cancel);
        var latelyApart = await lately.Apply(db).ApartAsync(latelySums, cancel);
        var sums = inWorkSums.Concat(latelySums).Where(sum => sum.Stage is not null).ToDictionary(sum => sum.Stage!);
        var stages = context.Stages.InOrder.Where(stage => !stage.Retired || sums.ContainsKey(stage.Code)).ToList();
        var rows = await CardsAsync(db, stages, Column, limits, cancel);
        return
        [
            .. stages.Select(stage =>
            {
                var sum = sums.GetValueOrDefault(stage.Code);
                var limit = limits.GetValueOrDefault(stage.Code, BoardColumn.Step);
                return new BoardColumn(stage, sum?.Count ?? 0, sum?.Forecast ?? 0, InOrder(rows[stage.Code], stage), limit)
                {
                    Apart = [.. (stage.Kind == StageKind.Outcome ? latelyApart : inWorkApart)[stage.Code]],
                };
            }),
        ];

        AccountFilter Column(Stage stage) => (stage.Kind == StageKind.Outcome ? lately : inWork) with { Stages = [stage.Code] };
    }

    /// <summary>"3a.100": the column of 3a shows up to 100 cards.</summary>
    public static IReadOnlyDictionary<string, int> Limits(IEnumerable<string?> shown)
    {
        var limits = new Dictionary<string, int>();
        foreach (var text in shown)
            if (
                text?.Split('.') is [var stage, var count]
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            )
                limits[stage] = Math.Clamp(limit, BoardColumn.Step, BoardColumn.Most);
        return limits;
    }

    private static async Task<ILookup<string?, AccountRow>> CardsAsync(
        TrackerDb db,
        List<Stage> stages,
        Func<Stage, AccountFilter> filter,
        IReadOnlyDictionary<string, int> limits,
        CancellationToken cancel
    )
    {
        // Each column's first cards come from its index; one OR over all stages would sort every account of the pipeline.
        var ids = stages
            .Select(stage =>
            {
                var accounts = filter(stage).Apply(db);
                var ordered =
                    stage.Kind == StageKind.Outcome
                        ? accounts.OrderByDescending(a => a.StageEnteredAt).ThenByDescending(a => a.Id)
                        : accounts.OrderBy(a => a.NextRenewalOn).ThenBy(a => a.Id);
                return ordered.Take(limits.GetValueOrDefault(stage.Code, BoardColumn.Step)).Select(a => a.Id);
            })
            .Aggregate((all, column) => all.Concat(column));
        var rows = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(AccountRow.Of).ToListAsync(cancel);
        return rows.ToLookup(row => row.Stage);
    }

    private static List<AccountRow> InOrder(IEnumerable<AccountRow> rows, Stage stage) =>
        stage.Kind == StageKind.Outcome
            ? [.. rows.OrderByDescending(row => row.StageEnteredAt).ThenByDescending(row => row.Id)]
            : [.. rows.OrderBy(row => row.NextRenewalOn is null).ThenBy(row => row.NextRenewalOn).ThenBy(row => row.Id)];
}
