using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>The days to come, a row for each day and playbook that has something to do on it.</summary>
public sealed class PlannedTable(TrackerDb db, PlannedBook book) : IFigureTable
{
    public string Name => "planned";

    public string Title => "Planned moves";

    public string About =>
        $"What the playbooks will do by themselves in the next {PlanAgenda.Days} days, today included, if nothing but the calendar "
        + "changes. Held: a person keeps the playbook away from the account. Waiting: the playbook is off, waits for its first run, "
        + "for fresh data or for mail. A past day has no plan.";

    public bool IsLive => true;

    public bool CanBeKept => false;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("day", "Day", FigureKind.Day),
        new("playbook", "Playbook", FigureKind.Text),
        new("effect", "Does", FigureKind.Text),
        new("accounts", "Accounts", FigureKind.Count, "Those that it will move, raise an alert on or ask."),
        new("held", "Held", FigureKind.Count, "Those that it would, but for a hold; each on the first day."),
        new("waiting", "Waiting", FigureKind.Count, "Those that it would, were it on, run once, or free to act; each on the first day."),
    ];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        if (!query.AsOf.IsNow)
            return [];
        var stages = await db.StagesAsync(cancel);
        return
        [
            .. PlannedRow
                .Of(await book.ReadAsync(cancel))
                .Select(row =>
                    (IReadOnlyList<FigureValue>)
                        [
                            FigureValue.Of(row.Day),
                            FigureValue.Of(row.Playbook.Name),
                            FigureValue.Of(PlannedWords.Effect(row, stages)),
                            Count(row, PlannedStates.Planned),
                            Count(row, PlannedStates.Held),
                            Count(row, PlannedStates.Waiting),
                        ]
                ),
        ];
    }

    private static FigureValue Count(PlannedRow row, string state) =>
        row.Accounts(state) is > 0 and var accounts ? FigureValue.Of(accounts, PlannedList.Address(row, state)) : FigureValue.Of(0m);
}
