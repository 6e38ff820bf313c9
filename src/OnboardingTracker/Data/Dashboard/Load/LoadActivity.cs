using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>The figures of activity, as the tables show them.</summary>
internal static class LoadActivity
{
    public static IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new(
            LoadActivitySql.InitialOutreach,
            "Initial outreach",
            FigureKind.Count,
            "Accounts that came into 2 for the first time in a passage: the initial outreach was sent."
        ),
        new(
            LoadActivitySql.Calls,
            "Calls held",
            FigureKind.Count,
            "Accounts that came into 4a or 4b for the first time in a passage: the first and the second call. A call that turned out to be a no-show "
                + "or to be cancelled does not count, nor does a third one, which no stage tells of."
        ),
        new(
            LoadActivitySql.FinalOutreach,
            "Final outreach",
            FigureKind.Count,
            "Accounts that came into 6a or 6b for the first time in a passage: the final outreach was sent."
        ),
        new("onboardedNoEngagement", "6a", FigureKind.Count, "Moves to 6a Onboarded — No Engagement."),
        new("onboardedEngaged", "6b", FigureKind.Count, "Moves to 6b Onboarded — Engaged, those from 6a after a late engagement included."),
        new("salesHandoff", "6c", FigureKind.Count, "Moves to 6c Sales Handoff."),
        new("churned", "6d", FigureKind.Count, "Moves to 6d Churned."),
    ];

    public static Task<List<LoadSum>> ReadAsync(TrackerDb db, FigureQuery query, bool byWeek, CancellationToken cancel)
    {
        var sql =
            LoadActivitySql.Facts
            + $"""

                select figure, member_id, count(*) as number, 0::numeric as amount, {(byWeek ? "week" : "null::date")} as week
                from fact group by figure, member_id{(byWeek ? ", week" : "")}
                """;
        return db.Database.SqlQueryRaw<LoadSum>(sql, [.. LoadActivitySql.Parameters(query, sql)]).ToListAsync(cancel);
    }

    public static IEnumerable<FigureValue> Cells(LoadPerson person, IEnumerable<LoadSum> sums, DateOnly? week)
    {
        var numbers = sums.ToDictionary(sum => sum.Figure, sum => sum.Number);
        return LoadActivitySql.Figures.Select(figure =>
            FigureValue.Of(numbers.GetValueOrDefault(figure), LoadActivityList.Opens(figure, person, week))
        );
    }
}
