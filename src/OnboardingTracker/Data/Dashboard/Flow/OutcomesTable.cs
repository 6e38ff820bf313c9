namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>What has become of the passages, by the week in which they began.</summary>
internal sealed class OutcomesTable(FlowBook book) : FlowTable(book)
{
    public const string TableName = "outcomes";

    private static readonly (string Condition, string Name, string Heading)[] s_outcomes =
    [
        ("6a", "noEngagement", "6a No engagement"),
        ("6b", "engaged", "6b Engaged"),
        ("6c", "salesHandoff", "6c Sales"),
        ("6d", "churned", "6d Churned"),
        (FlowSql.Left, "left", "Left"),
        (FlowSql.UnderWay, "underWay", "Under way"),
    ];

    /// <summary>The columns of the numbers, for a chart.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. s_outcomes.Select(outcome => outcome.Name)];

    public override string Name => TableName;

    public override string Title => "Outcomes by week of beginning";

    public override string About =>
        "Where the passages stand that began in each week: in the outcome that they came to, or still under way (7 included).";

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("week", "Began in the week of", FigureKind.Day),
        new("passages", "Passages", FigureKind.Count),
        .. s_outcomes.Select(outcome => new FigureColumn(outcome.Name, outcome.Heading, FigureKind.Count, AboutOf(outcome.Condition))),
    ];

    private static string? AboutOf(string condition) =>
        condition == FlowSql.Left ? "The account was merged into another, and goes on there." : null;

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query) =>
        FlowSql
            .Weeks(query.Span)
            .Select(week =>
                (IReadOnlyList<FigureValue>)
                    [
                        FigureValue.Of(week),
                        Count(figures, "all", week),
                        .. s_outcomes.Select(outcome => Count(figures, outcome.Condition, week)),
                    ]
            );
}
