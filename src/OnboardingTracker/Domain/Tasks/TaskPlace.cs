namespace OnboardingTracker.Domain.Tasks;

/// <summary>
/// Where a task stands in a list: alerts first, then by the day on which it is due, those without a day last. The database keeps the number
/// beside the task (see its configuration), so that a page of a long list is read from an index.
/// </summary>
public static class TaskPlace
{
    /// <summary>After every day that there is.</summary>
    public const int WithoutDay = 5_000_000;

    /// <summary>What is no alert stands behind all that are.</summary>
    public const int AfterAlerts = 10_000_000;

    public const int Last = AfterAlerts + WithoutDay;

    public static int Of(string kind, DateOnly? dueOn) => (TaskKinds.Alerts.Contains(kind) ? 0 : AfterAlerts) + OfDay(dueOn);

    /// <summary>Days are counted from the first of January of the year 1; the last day that there is means none.</summary>
    public static int OfDay(DateOnly? dueOn) =>
        dueOn is { } day && day != DateOnly.MaxValue && day != DateOnly.MinValue ? day.DayNumber : WithoutDay;

    public static bool IsAlert(int place) => place < AfterAlerts;

    public static DateOnly? DayOf(int place) => place % AfterAlerts is var day && day < WithoutDay ? DateOnly.FromDayNumber(day) : null;
}

/// <summary>The headings under which tasks are listed, in this order.</summary>
public enum TaskGroup
{
    Alerts,
    Overdue,
    Today,
    ThisWeek,
    Later,
    NoDay,
}

public static class TaskGroups
{
    /// <param name="place">See <see cref="TaskPlace"/>.</param>
    /// <param name="today">The team's day.</param>
    public static TaskGroup Of(int place, DateOnly today)
    {
        if (TaskPlace.IsAlert(place))
            return TaskGroup.Alerts;
        return TaskPlace.DayOf(place) switch
        {
            null => TaskGroup.NoDay,
            { } day when day < today => TaskGroup.Overdue,
            { } day when day == today => TaskGroup.Today,
            { } day when day <= EndOfWeek(today) => TaskGroup.ThisWeek,
            _ => TaskGroup.Later,
        };
    }

    /// <summary>A week ends with its Sunday.</summary>
    public static DateOnly EndOfWeek(DateOnly today) => today.AddDays((7 - (int)today.DayOfWeek) % 7);
}
