using System.Globalization;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>Which part of the plan an address asks for. What it says wrongly is left out.</summary>
/// <param name="Playbook">Its name; null: all.</param>
/// <param name="Owner">A member's id, 0 for accounts that nobody owns; null: all.</param>
/// <param name="Show">"planned", "held" or "waiting"; null: all.</param>
/// <param name="Day">Null: all.</param>
/// <param name="After">The page begins behind this place; null: at the beginning.</param>
public sealed record PlannedFilter(string? Playbook, int? Owner, string? Show, DateOnly? Day, (DateOnly Day, long Account)? After)
{
    public static readonly (string State, string Label)[] States =
    [
        (PlannedStates.Planned, "Will happen"),
        (PlannedStates.Held, "Held"),
        (PlannedStates.Waiting, "Waiting"),
    ];

    public bool IsEmpty => this with { After = null } is { Playbook: null, Owner: null, Show: null, Day: null };

    public static PlannedFilter Parse(IQueryCollection query) =>
        new(
            PlaybookBook.Find(query["playbook"].ToString())?.Name,
            int.TryParse(query["owner"], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) ? owner : null,
            States.Select(state => state.State).FirstOrDefault(state => state == query["show"]),
            DayOf(query["day"]),
            query["after"].ToString().Split('_') is [var day, var account]
            && DayOf(day) is { } on
            && long.TryParse(account, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? (on, id)
                : null
        );

    /// <summary>What it lets through, wherever the page begins.</summary>
    public PlannedWhich Which => new(Playbook, Owner, Show, Day);

    public string Url =>
        FigureAddress.Page(
            "/dashboard/planned",
            string.Join(
                '&',
                new[]
                {
                    Playbook is null ? null : "playbook=" + Playbook,
                    Owner is { } owner ? string.Create(CultureInfo.InvariantCulture, $"owner={owner}") : null,
                    Show is null ? null : "show=" + Show,
                    Day is { } day ? "day=" + FigureAddress.Day(day) : null,
                    After is { } after
                        ? string.Create(CultureInfo.InvariantCulture, $"after={FigureAddress.Day(after.Day)}_{after.Account}")
                        : null,
                }.OfType<string>()
            )
        );

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
