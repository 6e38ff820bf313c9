namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>How far the passages came that were engaged, beside those that never were.</summary>
internal sealed class PathsTable(FlowBook book) : FlowTable(book)
{
    public override string Name => "paths";

    public override string Title => "The two paths side by side";

    public override string About =>
        "Of the passages that began in these days, those that were engaged (a genuine reply, a call booked or held, a consultation bought, "
        + "or stated by a person) beside those that never were. 2, 3b, 4a and 5: entered that stage at any time. "
        + "6a to 6d: stood there at the end. Shares are of the path's passages; in the first row, of all.";

    private static readonly (string Condition, string Words)[] s_rows =
    [
        ("all", "passages"),
        ("contacted", "2"),
        ("booked", "3b"),
        ("held", "call held (4a or 4b)"),
        ("final", "5"),
        ("6a", "6a"),
        ("6b", "6b"),
        ("6c", "6c"),
        ("6d", "6d"),
        (FlowSql.UnderWay, "still under way"),
        (FlowSql.Left, "left the pipeline"),
    ];

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("reached", "Reached", FigureKind.Stage),
        new("engaged", "Engaged", FigureKind.Count),
        new("engagedShare", "Share", FigureKind.Share, "Of the engaged passages."),
        new("neverEngaged", "Never engaged", FigureKind.Count),
        new("neverEngagedShare", "Share", FigureKind.Share, "Of the passages that never engaged."),
        new("all", "All", FigureKind.Count),
        new("allShare", "Share", FigureKind.Share, "Of all passages."),
    ];

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query) =>
        s_rows.Select(row =>
        {
            List<FigureValue> values = [FigureValue.Of(row.Words)];
            foreach (var path in (bool?[])[true, false, null])
            {
                values.Add(Count(figures, row.Condition, engaged: path));
                var whole = figures.Count("all", engaged: row.Condition == "all" ? null : path);
                values.Add(FigureValue.Share(figures.Count(row.Condition, engaged: path), whole));
            }
            return (IReadOnlyList<FigureValue>)values;
        });
}
