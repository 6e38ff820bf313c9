using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>Six months of the stages, at the end of each week.</summary>
public sealed class StageHistoryTable(TrackerDb db, StageBook book) : IFigureTable
{
    private const int Ends = 26;

    public string Name => "stage-history";

    public string Title => "Six months";

    public string About => "Accounts in each stage at the end of each week, and on the last day itself.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("day", "Day", FigureKind.Day),
        .. StageCatalogue.Shipped.Select(stage => new FigureColumn($"stage{stage.Code}", stage.Code, FigureKind.Count, stage.Name)),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var last = query.AsOf.Day;
        var sundays = Enumerable.Range(0, Ends).Select(week => DaySpan.WeekOf(last).AddDays(-1 - (7 * week))).Reverse().ToList();
        List<DateOnly> days = [.. sundays, last];
        var kept = (await db.StageDays.AsNoTracking().Where(day => days.Contains(day.Day)).ToListAsync(cancel)).ToLookup(day => day.Day);
        var before = await BeforeEverythingAsync(cancel);
        var rows = new List<IReadOnlyList<FigureValue>>();
        foreach (var day in days)
        {
            var counts = kept[day].ToDictionary(stage => stage.Stage, stage => stage.Accounts);
            if (counts.Count == 0 && (day == last || day >= before))
                counts = await AtAsync(day, query.AsOf, cancel);
            rows.Add([
                FigureValue.Of(day),
                .. StageCatalogue.Shipped.Select(stage =>
                    FigureValue.Of(counts.GetValueOrDefault(stage.Code), StageCells.Stands(stage.Code, day == last ? null : day))
                ),
            ]);
        }
        return rows;
    }

    /// <summary>
    /// On no day before this one anybody stood anywhere: a day less than that of the first move, since days of other time zones end at other moments.
    /// </summary>
    private async Task<DateOnly> BeforeEverythingAsync(CancellationToken cancel)
    {
        if (await db.RolledUpDays.MinAsync(day => (DateOnly?)day.Day, cancel) is { } first)
            return first.AddDays(-1);
        var at = await db.Transitions.MinAsync(t => (DateTimeOffset?)t.RecordedAt, cancel);
        return at is { } moment ? DateOnly.FromDateTime(moment.UtcDateTime).AddDays(-1) : DateOnly.MaxValue;
    }

    /// <summary>A day that is not rolled up: today, one of the last hours', or one about the first of all.</summary>
    private async Task<Dictionary<string, int>> AtAsync(DateOnly day, AsOf asOf, CancellationToken cancel)
    {
        var (until, policy) = (asOf.IsNow ? (DateTimeOffset?)null : asOf.Until, asOf.Policy);
        if (day != asOf.Day)
        {
            (var end, policy, _) = await db.EndOfAsync(day, cancel);
            until = end;
        }
        return (await book.AtAsync(until, policy, cancel)).ToDictionary(count => count.Stage, count => count.Accounts);
    }
}
