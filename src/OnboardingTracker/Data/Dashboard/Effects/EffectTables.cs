using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Effects;

/// <summary>What each playbook did, and how much of it people put right.</summary>
public sealed class EffectTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "playbook-effect";

    public string Name => TableName;

    public string Title => "Playbook effect";

    public string About =>
        "What each playbook did in these days, how much of it people undid or corrected within seven days, and the part that this is: the "
        + "automation's error rate. What was done in the last seven days may still be corrected.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public IReadOnlyList<FigureColumn> Columns { get; } = [new("playbook", "Playbook", FigureKind.Text), .. EffectSum.Columns];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sums = (await EffectSum.ReadAsync(db, query, byWeek: false, cancel)).ToDictionary(sum => sum.Playbook);
        return
        [
            .. InOrder(sums.Keys)
                .Select(playbook =>
                    (IReadOnlyList<FigureValue>)
                        [FigureValue.Of(playbook), .. (sums.GetValueOrDefault(playbook) ?? EffectSum.Nothing(playbook)).Cells]
                ),
        ];
    }

    /// <summary>The playbooks in their order; then those that there are no more.</summary>
    internal static IEnumerable<string> InOrder(IEnumerable<string> found)
    {
        var known = PlaybookBook.All.Select(playbook => playbook.Name).ToList();
        return [.. known, .. found.Except(known).Order(StringComparer.Ordinal)];
    }
}

/// <summary>The same by week.</summary>
public sealed class EffectWeeksTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "playbook-weeks";

    public string Name => TableName;

    public string Title => "Playbook effect by week";

    public string About =>
        "The same by week, from Monday to Sunday; a playbook that did nothing in a week has no row. A week that has not been over for seven days is "
        + "marked: what was done in it may still be corrected.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("week", "Week from", FigureKind.Day),
        new("playbook", "Playbook", FigureKind.Text),
        .. EffectSum.Columns,
        new("open", "Complete?", FigureKind.Text, "“not yet”: what was done in the week may still be corrected."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sums = await EffectSum.ReadAsync(db, query, byWeek: true, cancel);
        var places = EffectTable.InOrder(sums.Select(sum => sum.Playbook).Distinct()).Index().ToDictionary(p => p.Item, p => p.Index);
        return
        [
            .. sums.OrderBy(sum => sum.Week)
                .ThenBy(sum => places[sum.Playbook])
                .Select(sum =>
                    (IReadOnlyList<FigureValue>)
                        [
                            FigureValue.Of(sum.Week!.Value),
                            FigureValue.Of(sum.Playbook),
                            .. sum.Cells,
                            FigureValue.Of(IsOpen(sum.Week.Value, query) ? "not yet" : null),
                        ]
                ),
        ];
    }

    /// <summary>Less than seven days lie between the end of the week and the moment that is asked for.</summary>
    private static bool IsOpen(DateOnly week, FigureQuery query) =>
        new DaySpan(week, week.AddDays(6)).End(query.AsOf.Policy) + EffectSql.Week > query.AsOf.Until;
}
