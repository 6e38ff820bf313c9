namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>How soon new accounts are written to.</summary>
internal sealed class FirstOutreachTable(FlowBook book) : FlowTable(book)
{
    private static readonly (string Condition, string Name, string Heading, string? About)[] s_buckets =
    [
        ("day0", "sameDay", "Same day", "Days here are calendar days of the team. A passage that began in 2 counts as the same day."),
        ("day1", "oneDay", "1 day", null),
        ("day2", "twoDays", "2 days", null),
        ("day3", "threeToFive", "3–5", null),
        ("day6", "sixToTen", "6–10", null),
        ("day11", "more", "More", null),
        ("notYet", "notYet", "Not yet", "Still in 1."),
        ("without", "without", "Without", "Went past 1 without an outreach: by a call, by hand, or migrated further on."),
    ];

    public override string Name => "first-outreach";

    public override string Title => "Speed to the first outreach";

    public override string About =>
        "From the beginning of a passage until it first entered 2, in days with their fraction, by the week in which it began.";

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        WeekColumn,
        new("passages", "Passages", FigureKind.Count),
        new("contacted", "Outreach sent", FigureKind.Count),
        new("median", "Median days", FigureKind.Days, "Of the passages with the outreach sent."),
        new("p90", "90 % within", FigureKind.Days, "Nine of ten were written to within so many days."),
        .. s_buckets.Select(bucket => new FigureColumn(bucket.Name, bucket.Heading, FigureKind.Count, bucket.About)),
    ];

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query) =>
        WeeksAndAll(query.Span)
            .Select(week =>
                (IReadOnlyList<FigureValue>)
                    [
                        Week(week),
                        Count(figures, "all", week),
                        Count(figures, "contacted", week),
                        FigureValue.Of(figures.OutreachOf(week)?.Median),
                        FigureValue.Of(figures.OutreachOf(week)?.P90),
                        .. s_buckets.Select(bucket => Count(figures, bucket.Condition, week)),
                    ]
            );
}
