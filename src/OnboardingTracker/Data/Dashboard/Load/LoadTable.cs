using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>What each specialist has to look after.</summary>
public sealed class LoadTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "load";

    public string Name => TableName;

    public string Title => "What each specialist has";

    public string About =>
        "Accounts in stages 1 to 5 and 7 by who owned them, and tasks by whom they lay with: now, or at the end of a day as it was recorded "
        + "then. An absent person's tasks count for who has them meanwhile.";

    public bool IsLive => true;

    public bool CanBeKept => true;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        .. LoadPerson.Columns,
        new("activeAccounts", "Active accounts", FigureKind.Count, "Accounts in stages 1 to 5 and 7 that the person owned."),
        new(
            "forecast",
            "Forecast",
            FigureKind.Money,
            "What these accounts were forecast to pay, by the rates of then. A currency without a rate counts for nothing."
        ),
        new("openTasks", "Open tasks", FigureKind.Count, "Tasks and alerts that were still to be done, those asleep included."),
        new("overdueTasks", "Overdue", FigureKind.Count, "Of the open tasks, those that were due before the day."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sql = LoadStateSql.Sums(query.AsOf);
        var sums = await db
            .Database.SqlQueryRaw<LoadSum>(sql, [.. LoadStateSql.Parameters(query.AsOf, sql)])
            .ToDictionaryAsync(sum => (sum.Figure, sum.MemberId ?? 0), cancel);
        var having = sums.Values.Select(sum => sum.MemberId).ToList();
        return [.. (await LoadPerson.ReadAsync(db, having, withIdle: query.AsOf.IsNow, cancel)).Select(person => Row(person, sums))];
    }

    private static IReadOnlyList<FigureValue> Row(LoadPerson person, Dictionary<(string Figure, int Member), LoadSum> sums)
    {
        var active = Of(LoadStateSql.Active);
        return
        [
            .. person.Cells,
            FigureValue.Of(active?.Number ?? 0, LoadStateList.Opens(LoadStateSql.Active, person)),
            FigureValue.Of(active?.Amount ?? 0, LoadStateList.Opens(LoadStateSql.Active, person)),
            FigureValue.Of(Of(LoadStateSql.OpenTasks)?.Number ?? 0, LoadStateList.Opens(LoadStateSql.OpenTasks, person)),
            FigureValue.Of(Of(LoadStateSql.OverdueTasks)?.Number ?? 0, LoadStateList.Opens(LoadStateSql.OverdueTasks, person)),
        ];

        LoadSum? Of(string figure) => sums.GetValueOrDefault((figure, person.Id ?? 0));
    }
}
