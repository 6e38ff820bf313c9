using OnboardingTracker.Data.Accounts;

namespace OnboardingTracker.Features.Today;

/// <summary>A column that a person can show or hide.</summary>
/// <param name="Place">Which width it needs to be shown unasked: "", "p2" from 1180 px, "p3" from 1500 px, "p4" from 1840 px.</param>
/// <param name="Sort">The order that its heading asks for.</param>
public sealed record TodayColumn(string Name, string Label, string Place = "", string? Sort = null, bool Shown = true);

public static class TodayColumns
{
    public static IReadOnlyList<TodayColumn> All { get; } =
    [
        new("stage", "Stage"),
        new("days", "In stage", "p3", "stageEnteredAt"),
        new("next", "Next"),
        new("renewal", "Renewal", Sort: "nextRenewalOn"),
        new("forecast", "Forecast", Sort: "-forecast"),
        new("plan", "Plan", "p3"),
        new("contact", "Last contact", "p4"),
        new("task", "Next task", "p4"),
        new("owner", "Owner", "p2"),
        new("risk", "Risk", "p2"),
        // A mark beside the stage says so already.
        new("engaged", "Engaged", Shown: false),
        new("sales", "With Sales", Shown: false),
        new("entered", "Entered", Shown: false),
        new("externalId", "External id", Shown: false),
    ];

    /// <summary>What a person chose is shown at any width; unasked, what fits, and no owner where there is only one.</summary>
    public static IReadOnlyList<TodayColumn> For(ListQuery query, string owner) =>
        query.Columns.Count == 0
            ? [.. All.Where(column => column.Shown && (column.Name != "owner" || owner == ListQuery.Anybody))]
            : [.. All.Where(column => query.Columns.Contains(column.Name)).Select(column => column with { Place = "" })];
}
