namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>How many accounts in each stage have been quiet for weeks.</summary>
public sealed class StuckByStageTable(ClockBook book) : IFigureTable
{
    public const string TableName = "stuck-by-stage";

    public string Name => TableName;

    public string Title => "Quiet accounts by stage";

    public string About => "How many accounts in work have been quiet for more than 7, 14 and 28 days. " + StuckTable.Definition;

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("stage", "Stage", FigureKind.Stage),
        new("inWork", "In work", FigureKind.Count),
        new("quiet7", "Over 7 days", FigureKind.Count),
        new("quiet14", "Over 14 days", FigureKind.Count),
        new("quiet28", "Over 28 days", FigureKind.Count),
        new("longest", "Longest", FigureKind.Days),
        new("paused", "Paused", FigureKind.Count, "A call is to come, or a task is due later."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var until = query.AsOf.Until;
        return
        [
            .. (await book.StagesAsync(query, cancel)).Select(clocks =>
            {
                var opens = $"figure={QuietList.ListName}&stage={clocks.Stage}";
                var longest = clocks.LongestSince is { } since
                    ? ClockFigures.Days(until > since ? until - since : TimeSpan.Zero)
                    : (decimal?)null;
                return (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(clocks.Stage),
                        FigureValue.Of(clocks.InWork, $"figure={GoingPassageList.ListName}&stage={clocks.Stage}"),
                        FigureValue.Of(clocks.Quiet7, opens + "&days=7"),
                        FigureValue.Of(clocks.Quiet14, opens + "&days=14"),
                        FigureValue.Of(clocks.Quiet28, opens + "&days=28"),
                        FigureValue.Of(longest, opens),
                        FigureValue.Of(clocks.InWork - clocks.Running, $"figure={QuietList.PausedName}&stage={clocks.Stage}"),
                    ];
            }),
        ];
    }
}
