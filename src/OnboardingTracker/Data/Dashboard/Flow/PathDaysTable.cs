namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>How long the passages took that have come to an outcome.</summary>
internal sealed class PathDaysTable(FlowBook book) : FlowTable(book)
{
    public override string Name => "path-days";

    public override string Title => "Days to the outcome";

    public override string About =>
        "Of the passages that began in these days and stand in an outcome: days from the beginning of the passage until it entered that outcome.";

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("path", "Path", FigureKind.Text),
        new("passages", "With an outcome", FigureKind.Count),
        new("median", "Median days", FigureKind.Days),
        new("p90", "90 % within", FigureKind.Days, "Nine passages of ten took at most so many days."),
    ];

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query)
    {
        foreach (var (path, words) in ((bool?, string)[])[(true, "engaged"), (false, "never engaged"), (null, "all")])
        {
            var days = figures.FinishedOf(path);
            yield return
            [
                FigureValue.Of(words),
                Count(figures, "finished", engaged: path),
                FigureValue.Of(days?.Median),
                FigureValue.Of(days?.P90),
            ];
        }
    }
}
