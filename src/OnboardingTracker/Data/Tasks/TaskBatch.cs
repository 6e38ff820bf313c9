using System.Globalization;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>A task that somebody ticked, as forms carry it: <c>id.version</c>.</summary>
/// <param name="Version">The one that the person saw; null: whichever.</param>
public sealed record SeenTask(long Id, uint? Version)
{
    /// <summary>More than these are not changed at once.</summary>
    public const int Most = 200;

    /// <summary>What is not understood is left out; each task counts once.</summary>
    public static IReadOnlyList<SeenTask> Read(IEnumerable<string?> values) =>
        [
            .. values
                .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(One)
                .OfType<SeenTask>()
                .DistinctBy(task => task.Id)
                .Take(Most),
        ];

    public static string Write(IEnumerable<SeenTask> tasks) => string.Join(',', tasks);

    public override string ToString() =>
        Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{Id}.{version}") : Id.ToString(CultureInfo.InvariantCulture);

    private static SeenTask? One(string text)
    {
        var parts = text.Split('.');
        if (parts.Length > 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        if (parts.Length == 1)
            return new(id, null);
        return uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new(id, version) : null;
    }
}

/// <summary>What an undo puts back, as the toast carries it: how a task was, and the version that the change made of it.</summary>
public sealed record FormerTask(long Id, uint Version, DateOnly? SnoozedUntil, int? AssigneeId)
{
    public static IReadOnlyList<FormerTask> Read(string? text) =>
        [
            .. (text ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(One)
                .OfType<FormerTask>()
                .DistinctBy(f => f.Id)
                .Take(SeenTask.Most),
        ];

    public static string Write(IEnumerable<FormerTask> tasks) => string.Join(',', tasks);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Id}.{Version}.{SnoozedUntil?.DayNumber ?? 0}.{AssigneeId ?? 0}");

    private static FormerTask? One(string text) =>
        text.Split('.') is [var id, var version, var until, var assignee]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var taskId)
        && uint.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
        && int.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var day)
        && day < DateOnly.MaxValue.DayNumber
        && int.TryParse(assignee, NumberStyles.None, CultureInfo.InvariantCulture, out var memberId)
            ? new(taskId, seen, day == 0 ? null : DateOnly.FromDayNumber(day), memberId == 0 ? null : memberId)
            : null;
}

/// <summary>What became of tasks that were to be changed at once.</summary>
/// <param name="Changed">As they are now.</param>
/// <param name="Former">How to take that back.</param>
/// <param name="Already">Those that were so before: the same was asked twice.</param>
/// <param name="Meanwhile">Those that somebody else changed meanwhile; they are left as they are.</param>
public sealed record TaskBatch(
    IReadOnlyList<AccountTask> Changed,
    IReadOnlyList<FormerTask> Former,
    IReadOnlyList<AccountTask> Already,
    IReadOnlyList<AccountTask> Meanwhile
)
{
    /// <summary>Why nothing was done at all; null: something could be.</summary>
    public string? Problem { get; init; }

    public static TaskBatch Refused(string problem) => new([], [], [], []) { Problem = problem };
}
