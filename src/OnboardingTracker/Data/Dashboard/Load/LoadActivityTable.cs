using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>What was reached on each specialist's accounts.</summary>
public sealed class LoadActivityTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "load-activity";

    public string Name => TableName;

    public string Title => "What each specialist did";

    public string About =>
        "Moves of these days, each counted for who owned the account at that moment, whoever or whatever made the move. Undone moves and their "
        + "undos count for nothing, nor do stages taken over from another system.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public int Weeks => 4;

    public IReadOnlyList<FigureColumn> Columns { get; } = [.. LoadPerson.Columns, .. LoadActivity.Columns];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sums = (await LoadActivity.ReadAsync(db, query, byWeek: false, cancel)).ToLookup(sum => sum.MemberId);
        var people = await LoadPerson.ReadAsync(db, sums.Select(person => person.Key), withIdle: false, cancel);
        return
        [
            .. people.Select(person => (IReadOnlyList<FigureValue>)[.. person.Cells, .. LoadActivity.Cells(person, sums[person.Id], null)]),
        ];
    }
}

/// <summary>The same by week.</summary>
public sealed class LoadWeeksTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "load-weeks";

    public string Name => TableName;

    public string Title => "What each specialist did, by week";

    public string About =>
        "The same moves by week, from Monday to Sunday; weeks without any are left out. The first and the last week hold only those of their "
        + "days that were chosen.";

    public bool IsLive => false;

    public bool CanBeKept => true;

    public int Weeks => 4;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [new("week", "Week from", FigureKind.Day), .. LoadPerson.Columns, .. LoadActivity.Columns];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sums = (await LoadActivity.ReadAsync(db, query, byWeek: true, cancel)).ToLookup(sum => (sum.Week!.Value, sum.MemberId));
        var people = await LoadPerson.ReadAsync(db, sums.Select(group => group.Key.MemberId), withIdle: false, cancel);
        return
        [
            .. sums.Select(group => group.Key.Value)
                .Distinct()
                .Order()
                .SelectMany(week =>
                    people
                        .Where(person => sums.Contains((week, person.Id)))
                        .Select(person =>
                            (IReadOnlyList<FigureValue>)
                                [FigureValue.Of(week), .. person.Cells, .. LoadActivity.Cells(person, sums[(week, person.Id)], week)]
                        )
                ),
        ];
    }
}
