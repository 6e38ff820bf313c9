using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard.Load;

namespace OnboardingTracker.Data.Dashboard.Effects;

/// <summary>What one playbook did, in all of the days or in one week.</summary>
internal sealed class EffectSum
{
    public required string Playbook { get; init; }

    /// <summary>The Monday; null: not by week.</summary>
    public DateOnly? Week { get; init; }

    public long Touched { get; init; }

    public long Undone { get; init; }

    public long Corrected { get; init; }

    public long TookBack { get; init; }

    public static IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new(
            "touched",
            "Touched",
            FigureKind.Count,
            "Accounts that it moved; of those playbooks that move nothing, alerts raised and surveys sent."
        ),
        new(
            "undone",
            "Undone",
            FigureKind.Count,
            "Of these, moves that a person undid, however much later, and alerts and surveys called off with the run that they came from."
        ),
        new(
            "corrected",
            "Corrected",
            FigureKind.Count,
            "Of the others, what a person put right within seven days without an undo: moved the account back or to another outcome, cancelled the "
                + "alert, or said that the signal behind the move was no engagement or another account's."
        ),
        new("wrong", "Wrong", FigureKind.Count, "Undone or corrected."),
        new("errorRate", "Error rate", FigureKind.Share, "Undone or corrected, as a part of touched."),
        new(
            "tookBack",
            "Taken back by itself",
            FigureKind.Count,
            "Moves that the playbook itself took back by an undo; not part of touched."
        ),
    ];

    public static Task<List<EffectSum>> ReadAsync(TrackerDb db, FigureQuery query, bool byWeek, CancellationToken cancel)
    {
        var sql =
            EffectSql.Facts
            + $"""

                select playbook, {(byWeek ? "week" : "null::date")} as week, count(*) filter (where not took_back) as touched,
                    count(*) filter (where undone) as undone, count(*) filter (where corrected) as corrected,
                    count(*) filter (where took_back) as took_back
                from fact group by playbook{(byWeek ? ", week" : "")}
                """;
        return db.Database.SqlQueryRaw<EffectSum>(sql, [.. EffectSql.Parameters(query, sql)]).ToListAsync(cancel);
    }

    public static EffectSum Nothing(string playbook) => new() { Playbook = playbook };

    public IEnumerable<FigureValue> Cells =>
        [
            FigureValue.Of(Touched, Opens("touched")),
            FigureValue.Of(Undone, Opens("undone")),
            FigureValue.Of(Corrected, Opens("corrected")),
            FigureValue.Of(Undone + Corrected, Opens("wrong")),
            FigureValue.Share(Undone + Corrected, Touched, Opens("wrong")),
            FigureValue.Of(TookBack, Opens("tookBack")),
        ];

    private string Opens(string what) =>
        $"figure={EffectList.ListName}&what={what}&playbook={Uri.EscapeDataString(Playbook)}"
        + (Week is { } monday ? "&week=" + LoadParameters.Text(monday) : "");
}
