using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>Which tasks a list shows. What is not said is not asked for.</summary>
public sealed record TaskFilter
{
    /// <summary>All three kinds of alerts, where a kind is asked for.</summary>
    public const string Alerts = "alerts";

    /// <summary>Up to here the accounts that a text names are found first; a commoner one is looked for task by task.</summary>
    private const int Few = 1000;

    public int? AssigneeId { get; init; }

    /// <summary>Only what nobody has yet.</summary>
    public bool Unassigned { get; init; }

    /// <summary>One of <see cref="TaskKinds"/>, or <see cref="Alerts"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Due on this day or later.</summary>
    public DateOnly? DueFrom { get; init; }

    /// <summary>Due on this day or earlier.</summary>
    public DateOnly? DueTo { get; init; }

    /// <summary>Only what has no day.</summary>
    public bool WithoutDay { get; init; }

    /// <summary>Of accounts in these stages.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>A part of the title, or what finds the account.</summary>
    public string? Q { get; init; }

    /// <summary>
    /// The stretches of the list's order (<see cref="TaskPlace"/>) in which the kind and the days lie: one for the alerts, one for the rest,
    /// each read from an index.
    /// </summary>
    public IReadOnlyList<(int From, int To)> Stretches
    {
        get
        {
            var (from, to) =
                WithoutDay ? (TaskPlace.WithoutDay, TaskPlace.WithoutDay)
                : DueFrom is null && DueTo is null ? (0, TaskPlace.WithoutDay)
                : (DueFrom?.DayNumber ?? 0, DueTo?.DayNumber ?? TaskPlace.WithoutDay - 1);
            var alerts = Kind is null || Kind == Alerts || TaskKinds.Alerts.Contains(Kind);
            var others = Kind is null || (Kind != Alerts && !TaskKinds.Alerts.Contains(Kind));
            if (alerts && others && from == 0 && to == TaskPlace.WithoutDay)
                return [(0, TaskPlace.Last)];
            List<(int, int)> stretches = [];
            if (alerts)
                stretches.Add((from, to));
            if (others)
                stretches.Add((from + TaskPlace.AfterAlerts, to + TaskPlace.AfterAlerts));
            return stretches;
        }
    }

    /// <summary>All that it lets through but for day and kind of alert, which are <see cref="Stretches"/>.</summary>
    public async Task<IQueryable<AccountTask>> ApplyAsync(TrackerDb db, CancellationToken cancel = default)
    {
        IQueryable<AccountTask> tasks = db.Tasks.AsNoTracking();
        if (Unassigned)
            tasks = tasks.Where(t => t.AssigneeId == null);
        else if (AssigneeId is { } assignee)
            tasks = tasks.Where(t => t.AssigneeId == assignee);
        if (Kind is { } kind && kind != Alerts)
            tasks = tasks.Where(t => t.Kind == kind);
        if (Stages.Count > 0)
            tasks = tasks.Where(t => db.Accounts.Any(a => a.Id == t.AccountId && Stages.Contains(a.Stage!)));
        if (Q is { } q)
        {
            var part = "%" + AccountSearch.Literal(q) + "%";
            var accounts = await AccountSearch.IdsAsync(db, q, Few + 1, cancel);
            tasks =
                accounts.Count > Few
                    ? tasks.Where(t =>
                        EF.Functions.ILike(t.Title, part, "\\")
                        || db.Accounts.Any(a => a.Id == t.AccountId && EF.Functions.ILike(a.Name, part, "\\"))
                    )
                    : tasks.Where(t => EF.Functions.ILike(t.Title, part, "\\") || accounts.Contains(t.AccountId));
        }
        return tasks;
    }
}
