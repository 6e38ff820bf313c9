namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>How many customers engage, answer the first mail, and come to a call.</summary>
internal sealed class EngagementTable(FlowBook book) : FlowTable(book)
{
    public override string Name => "engagement";

    public override string Title => "Engagement and replies by week of beginning";

    public override string About =>
        "Of the passages that began in each week. Engaged: in any way. Reply rate: of the passages that entered 2, those with a genuine mail "
        + "of the customer after the outreach and within the passage, known by then. That is more than entered 3a: an answer after a call was "
        + "booked counts here too; a move to 3a by hand, without a mail, does not.";

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        WeekColumn,
        new("passages", "Passages", FigureKind.Count),
        new(
            "engaged",
            "Engaged",
            FigureKind.Count,
            "A genuine reply, a call booked or held, a consultation bought, or stated by a person."
        ),
        new("shareEngaged", "Share engaged", FigureKind.Share, "Of all passages of the week."),
        new("contacted", "Outreach sent", FigureKind.Count, "Entered 2, which the initial outreach does."),
        new("replied", "Replied", FigureKind.Count),
        new("replyRate", "Reply rate", FigureKind.Share, "Of those with the outreach sent."),
        new("booked", "Call booked", FigureKind.Count, "Entered 3b."),
        new("held", "Call held", FigureKind.Count, "Entered 4a or 4b."),
        new("callRate", "Call rate", FigureKind.Share, "Calls held, of all passages of the week."),
    ];

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query) =>
        WeeksAndAll(query.Span)
            .Select(week =>
                (IReadOnlyList<FigureValue>)
                    [
                        Week(week),
                        Count(figures, "all", week),
                        Count(figures, "engaged", week),
                        FigureValue.Share(figures.Count("engaged", week), figures.Count("all", week)),
                        Count(figures, "contacted", week),
                        Count(figures, "replied", week),
                        FigureValue.Share(figures.Count("replied", week), figures.Count("contacted", week)),
                        Count(figures, "booked", week),
                        Count(figures, "held", week),
                        FigureValue.Share(figures.Count("held", week), figures.Count("all", week)),
                    ]
            );
}
