using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The accounts that are still followed and may be about to leave, by the reason that says so.</summary>
internal sealed class LeavingTable(TrackerDb db, LeavingBook book) : IFigureTable
{
    public const string AllReasons = "all";

    public string Name => "retention-at-risk";

    public string Title => "About to fall out";

    public string About =>
        "Accounts whose three months are not over, which have not churned and may be about to: each by the first of these reasons that holds. "
        + "It tells of now; of a day that has gone by there are no figures.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("reason", "Why", FigureKind.Text),
        new("accounts", "Accounts", FigureKind.Count),
        new("forecast", "Forecast", FigureKind.Money, "What they are expected to be asked for in the current period."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        if (!query.AsOf.IsNow)
            return [];
        await book.RefreshAsync(query.AsOf, cancel);
        var sums = await db.Database.SqlQueryRaw<Sum>(LeavingSql.Sums).ToListAsync(cancel);
        var rows = RiskSql
            .Reasons.Select((reason, place) => Row(reason.Words, reason.Code, sums.Where(sum => sum.Reason == place)))
            .ToList();
        rows.Add(Row("All of them", AllReasons, sums));
        return rows;
    }

    private static IReadOnlyList<FigureValue> Row(string words, string code, IEnumerable<Sum> sums)
    {
        var of = sums.ToList();
        return
        [
            FigureValue.Of(words),
            FigureValue.Of(of.Sum(sum => sum.Accounts), $"figure={LeavingList.Figure}&reason={code}"),
            FigureValue.Of(of.Sum(sum => sum.Forecast)),
        ];
    }

    private sealed class Sum
    {
        public int Reason { get; init; }
        public int Accounts { get; init; }
        public decimal Forecast { get; init; }
    }
}
