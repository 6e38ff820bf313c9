namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>Accounts and forecast by stage.</summary>
public sealed class StagesTable(TrackerDb db, StageBook book) : IFigureTable
{
    public const string TableName = "stages";

    public string Name => TableName;

    public string Title => "Stages";

    public string About =>
        "Accounts in each stage and their forecast in the team's currency: now, or at the end of a day as it was recorded then. "
        + "An earlier day's answer never changes. A forecast in a currency without a rate counts for nothing.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("stage", "Stage", FigureKind.Stage),
        new("name", "Name", FigureKind.Text, "What the stage was called at the time."),
        new("accounts", "Accounts", FigureKind.Count),
        new("forecast", "Forecast", FigureKind.Money),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        var names = await db.StageNamesAtAsync(asOf.IsNow ? null : asOf.Until, cancel);
        var counts = (await book.AtAsync(asOf.IsNow ? null : asOf.Until, asOf.Policy, cancel)).ToDictionary(count => count.Stage);
        return
        [
            .. names.Select(name =>
            {
                var count = counts.GetValueOrDefault(name.Stage);
                return (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(name.Stage),
                        FigureValue.Of(name.Name),
                        FigureValue.Of(count?.Accounts ?? 0, StageCells.Stands(name.Stage)),
                        FigureValue.Of(count?.Forecast ?? 0, StageCells.Stands(name.Stage)),
                    ];
            }),
        ];
    }
}
