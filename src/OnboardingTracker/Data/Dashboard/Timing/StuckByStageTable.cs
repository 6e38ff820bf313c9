using OnboardingTracker.Domain.Pipeline;

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
        var asOf = query.AsOf;
        var clocks = (await book.ReadAsync(query, cancel)).ToLookup(clock => clock.Stage);
        return
        [
            .. TimingSql
                .Codes(kind => kind != StageKind.Outcome)
                .Select(stage =>
                {
                    var running = clocks[stage].Where(clock => !clock.IsPaused(asOf)).Select(clock => clock.Quiet(asOf)).ToList();
                    var opens = $"figure={QuietList.ListName}&stage={stage}";
                    return (IReadOnlyList<FigureValue>)
                        [
                            FigureValue.Of(stage),
                            FigureValue.Of(clocks[stage].Count(), $"figure={GoingPassageList.ListName}&stage={stage}"),
                            Over(7),
                            Over(14),
                            Over(28),
                            FigureValue.Of(running.Count == 0 ? null : ClockFigures.Days(running.Max()), opens),
                            FigureValue.Of(clocks[stage].Count() - running.Count, $"figure={QuietList.PausedName}&stage={stage}"),
                        ];

                    FigureValue Over(int days) =>
                        FigureValue.Of(
                            running.Count(quiet => quiet > TimeSpan.FromDays(days)),
                            FormattableString.Invariant($"{opens}&days={days}")
                        );
                }),
        ];
    }
}
