using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What one playbook will do on one day: a row of the table, and the accounts that stand behind its numbers.</summary>
/// <param name="To">The stage that accounts go to; null: they stay where they are.</param>
/// <param name="Moves">In the order of the accounts' ids; one account may have several alerts.</param>
public sealed record PlannedRow(DateOnly Day, Playbook Playbook, string? To, IReadOnlyList<PlannedMove> Moves)
{
    /// <summary>"planned", "held" or "waiting", as addresses write it.</summary>
    public static string StateOf(PlannedMove move) =>
        move.Bar switch
        {
            null => "planned",
            { Kind: PlannedBarKind.Held } => "held",
            _ => "waiting",
        };

    public int Accounts(string state) => Moves.Where(move => StateOf(move) == state).Select(move => move.AccountId).Distinct().Count();

    /// <summary>By day, then in the order of the playbooks.</summary>
    public static IReadOnlyList<PlannedRow> Of(PlannedMoves plan) =>
        [
            .. plan
                .Moves.GroupBy(move => (move.Day, move.Playbook, move.To))
                .OrderBy(row => row.Key.Day)
                .ThenBy(row => s_places[row.Key.Playbook.Name])
                .ThenBy(row => row.Key.To, StringComparer.Ordinal)
                .Select(row => new PlannedRow(row.Key.Day, row.Key.Playbook, row.Key.To, [.. row])),
        ];

    private static readonly Dictionary<string, int> s_places = PlaybookBook
        .All.Select((playbook, place) => (playbook.Name, place))
        .ToDictionary(playbook => playbook.Name, playbook => playbook.place, StringComparer.Ordinal);
}
