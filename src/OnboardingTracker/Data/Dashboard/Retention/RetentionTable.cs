namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>3-month logo retention, a row a cohort and one for all that are whole.</summary>
internal sealed class RetentionTable(RetentionReader reader) : IFigureTable
{
    /// <summary>What the last row is called, here and in addresses.</summary>
    public const string AllClosed = "closed";

    /// <summary>What is said of a cohort of which not all accounts are three months old.</summary>
    public const string Open = "open";

    public string Name => "retention";

    public string Title => "3-month logo retention";

    public string About =>
        "Of the accounts that have been in the pipeline, by the month of their first regular bill over the forecast that makes a lead: how many had "
        + "not churned three calendar months after that bill. A cohort is open while one of its accounts is younger than that; the last row sums up the closed ones.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new(
            "cohort",
            "First bill in",
            FigureKind.Text,
            "The month of the first bill over the threshold; 'closed' sums up the cohorts that are whole."
        ),
        new("state", "Cohort", FigureKind.Text, "Open: not all of its accounts are three months old, and its retention is so far only."),
        new("accounts", "Accounts", FigureKind.Count),
        new("retained", "Retained", FigureKind.Count, "Three months old, and had not churned by then."),
        new("lost", "Lost", FigureKind.Count, "Churned within three months, which are over."),
        new("staying", "Not yet three months, here", FigureKind.Count, "Younger than three months, and with us."),
        new("gone", "Not yet three months, gone", FigureKind.Count, "Younger than three months, and churned already."),
        new("retention", "Retention", FigureKind.Share, "Retained, of those whose three months are over."),
        new("goal", "Goal", FigureKind.Share),
        new("reached", "Goal reached", FigureKind.Text, "Said of closed cohorts only."),
        new("apart", "Not compared", FigureKind.Count, "Billed in a currency without a rate; not among the accounts."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var book = await reader.ReadAsync(query.AsOf, cancel);
        var rows = book.Cohorts.Select(cohort => Row(book, cohort, RetentionReader.Text(cohort.Month))).ToList();
        if (rows.Count > 0)
            rows.Add(Row(book, book.Closed, AllClosed));
        return rows;
    }

    private static IReadOnlyList<FigureValue> Row(RetentionBook book, RetentionCohort cohort, string name)
    {
        return
        [
            FigureValue.Of(name),
            FigureValue.Of(cohort.IsOpen ? Open : "closed"),
            Count(cohort.Accounts, RetentionParts.Accounts),
            Count(cohort.Retained, RetentionParts.Retained),
            Count(cohort.Lost, RetentionParts.Lost),
            Count(cohort.Staying, RetentionParts.Staying),
            Count(cohort.Gone, RetentionParts.Gone),
            FigureValue.Share(cohort.Retained, cohort.Over, Opens(RetentionParts.Over)),
            FigureValue.Of(book.Goal),
            FigureValue.Of(
                book.Reached(cohort) switch
                {
                    true => "yes",
                    false => "no",
                    _ => null,
                }
            ),
            Count(cohort.Apart, RetentionParts.Apart),
        ];

        FigureValue Count(int accounts, string part) => FigureValue.Of(accounts, Opens(part));

        string Opens(string part) => $"figure={RetentionList.Figure}&cohort={name}&part={part}";
    }
}
