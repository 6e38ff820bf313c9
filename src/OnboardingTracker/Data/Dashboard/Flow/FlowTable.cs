namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>
/// A table about the passages that began in a span. It follows what became of them up to the moment of the figure, whenever that was:
/// a cohort, and no snapshot.
/// </summary>
internal abstract class FlowTable(FlowBook book) : IFigureTable
{
    public abstract string Name { get; }

    public abstract string Title { get; }

    public abstract string About { get; }

    public bool IsLive => false;

    public bool CanBeKept => true;

    public abstract IReadOnlyList<FigureColumn> Columns { get; }

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel) =>
        [.. Rows(await book.ReadAsync(query, cancel), query)];

    protected abstract IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query);

    /// <summary>The weeks in which they began, and all of them together.</summary>
    protected static IEnumerable<DateOnly?> WeeksAndAll(DaySpan span) => FlowSql.Weeks(span).Select(week => (DateOnly?)week).Append(null);

    protected static FigureValue Week(DateOnly? week) => week is { } monday ? FigureValue.Of(monday) : default;

    /// <summary>The column of weeks; the last row, which names none, is of all of them.</summary>
    protected static FigureColumn WeekColumn { get; } =
        new("week", "Began in the week of", FigureKind.Day, "The last row, without a week, is of all weeks together.")
        {
            Whole = "All weeks",
        };

    /// <summary>A number of passages, with the list that it opens.</summary>
    protected static FigureValue Count(FlowFigures figures, string condition, DateOnly? week = null, bool? engaged = null)
    {
        var opens = FlowPassageList.Opens(condition, week, engaged);
        return FigureValue.Of(figures.Count(condition, week, engaged), opens);
    }
}
