using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What one playbook will do on one day: a row of the table.</summary>
/// <param name="To">The stage that accounts go to; null: they stay where they are.</param>
public sealed record PlannedRow(DateOnly Day, Playbook Playbook, string? To, IReadOnlyList<PlannedCount> Counts)
{
    /// <param name="state">One of <see cref="PlannedStates.All"/>.</param>
    public int Accounts(string state) => Counts.Where(count => count.State == state).Sum(count => count.Accounts);

    /// <summary>By day, then in the order of the playbooks.</summary>
    public static IReadOnlyList<PlannedRow> Of(KeptPlan plan) =>
        [
            .. plan
                .Counts.GroupBy(count => (count.Day, count.Playbook, count.ToStage))
                .OrderBy(row => row.Key.Day)
                .ThenBy(row => s_places[row.Key.Playbook])
                .ThenBy(row => row.Key.ToStage, StringComparer.Ordinal)
                .Select(row => new PlannedRow(row.Key.Day, PlaybookBook.Find(row.Key.Playbook)!, row.Key.ToStage, [.. row])),
        ];

    private static readonly Dictionary<string, int> s_places = PlaybookBook
        .All.Select((playbook, place) => (playbook.Name, place))
        .ToDictionary(playbook => playbook.Name, playbook => playbook.place, StringComparer.Ordinal);
}
