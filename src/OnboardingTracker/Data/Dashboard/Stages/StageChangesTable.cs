using OnboardingTracker.Data.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>The stages beside what they were a week and a month before.</summary>
public sealed class StageChangesTable(TrackerDb db, StageBook book) : IFigureTable
{
    public string Name => "stage-changes";

    public string Title => "Stages against a week and a month before";

    public string About => "Against the end of the day seven days and one month earlier, each as it was recorded then.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("stage", "Stage", FigureKind.Stage),
        new("accounts", "Accounts", FigureKind.Count),
        new("accountsWeek", "Against a week before", FigureKind.Change),
        new("accountsMonth", "Against a month before", FigureKind.Change),
        new("forecast", "Forecast", FigureKind.Money),
        new("forecastWeek", "Forecast a week before", FigureKind.Money),
        new("forecastMonth", "Forecast a month before", FigureKind.Money),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        var names = await db.StageNamesAtAsync(asOf.IsNow ? null : asOf.Until, cancel);
        var (weekDay, monthDay) = (asOf.Day.AddDays(-7), asOf.Day.AddMonths(-1));
        var now = (await book.AtAsync(asOf.IsNow ? null : asOf.Until, asOf.Policy, cancel)).ToDictionary(count => count.Stage);
        var week = await OnAsync(weekDay, cancel);
        var month = await OnAsync(monthDay, cancel);
        var none = new StageCount("", 0, 0);
        return
        [
            .. names.Select(name =>
            {
                var (n, w, m) = (
                    now.GetValueOrDefault(name.Stage, none),
                    week.GetValueOrDefault(name.Stage, none),
                    month.GetValueOrDefault(name.Stage, none)
                );
                return (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(name.Stage),
                        FigureValue.Of(n.Accounts, StageCells.Stands(name.Stage)),
                        FigureValue.Of(n.Accounts - w.Accounts, StageCells.Stands(name.Stage, weekDay)),
                        FigureValue.Of(n.Accounts - m.Accounts, StageCells.Stands(name.Stage, monthDay)),
                        FigureValue.Of(n.Forecast, StageCells.Stands(name.Stage)),
                        FigureValue.Of(w.Forecast, StageCells.Stands(name.Stage, weekDay)),
                        FigureValue.Of(m.Forecast, StageCells.Stands(name.Stage, monthDay)),
                    ];
            }),
        ];
    }

    private async Task<Dictionary<string, StageCount>> OnAsync(DateOnly day, CancellationToken cancel)
    {
        var (until, policy, _) = await db.EndOfAsync(day, cancel);
        return (await book.AtAsync(until, policy, cancel)).ToDictionary(count => count.Stage);
    }
}
