namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>The accounts in work that have been quiet for longest.</summary>
public sealed class StuckTable(ClockBook book) : IFigureTable
{
    public const string TableName = "stuck";

    /// <summary>How many it names; the numbers by stage open all of them.</summary>
    public const int Most = 50;

    public const string Definition =
        "Quiet time runs from the last thing that a person of the team or of the customer did in the passage: a move, a note, a task or a "
        + "detail that somebody changed, the audit, a mail of ours, a genuine mail of theirs, a call booked, held or cancelled, a consultation "
        + "bought. What the product writes by itself, automatic mail and billing do not count; neither does a move that was undone. A booked call "
        + "that is still to come, and a task due later that a person made or changed, pause the clock.";

    public string Name => TableName;

    public string Title => "Quiet for longest";

    public string About =>
        $"The {Most} accounts in work that have been quiet for longest. What sets the clock back, and what pauses it, is said above the quiet accounts by stage.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("account", "Account", FigureKind.Text),
        new("externalId", "External id", FigureKind.Text),
        new("stage", "Stage", FigureKind.Stage),
        new("owner", "Owner", FigureKind.Text),
        new("days", "Quiet for", FigureKind.Days, "Days since then."),
        new("since", "Since", FigureKind.Time),
        new("lastEvent", "What was then", FigureKind.Text),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        var quiet = await book.QuietestAsync(query, Most, cancel);
        return
        [
            .. (await book.NameAsync(quiet, cancel)).Select(row =>
                row.Values(row.Clock.Quiet(asOf), row.Clock.Since(asOf), row.Clock.SinceWords(asOf))
            ),
        ];
    }
}

/// <summary>The accounts in work whose clock stands still, whose pause ends first on top.</summary>
public sealed class PausedTable(ClockBook book) : IFigureTable
{
    public const string TableName = "stuck-paused";

    public string Name => TableName;

    public string Title => "Paused";

    public string About =>
        "Accounts in work whose clock stands still until a booked call or until the day of a task that a person made or changed; the "
        + $"{StuckTable.Most} whose pause ends first.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("account", "Account", FigureKind.Text),
        new("externalId", "External id", FigureKind.Text),
        new("stage", "Stage", FigureKind.Stage),
        new("owner", "Owner", FigureKind.Text),
        new("days", "Last event", FigureKind.Days, "Days since a person last did something."),
        new("until", "Paused until", FigureKind.Time),
        new("pausedBy", "Paused by", FigureKind.Text),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var asOf = query.AsOf;
        var paused = await book.PausedAsync(query, StuckTable.Most, cancel);
        return
        [
            .. (await book.NameAsync(paused, cancel)).Select(row =>
                row.Values(row.Clock.Quiet(asOf), row.Clock.PauseAt!.Value, row.Clock.PauseWords)
            ),
        ];
    }
}
