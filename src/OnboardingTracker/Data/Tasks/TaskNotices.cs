using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Tasks;

/// <summary>Tells people that somebody else gave them tasks: of one which it is, of several at once how many.</summary>
public sealed class TaskNotices(NoticeBoard notices)
{
    /// <param name="given">As they were saved, with their new assignees.</param>
    public async Task TellAsync(IReadOnlyCollection<AccountTask> given, Actor by, CancellationToken cancel = default)
    {
        var told = new List<(int, NoticeToTell)>();
        foreach (var tasks in given.Where(task => task.AssigneeId is not null).GroupBy(task => task.AssigneeId!.Value))
            told.Add((tasks.Key, tasks.Count() == 1 ? One(tasks.First(), by) : Many([.. tasks], by)));
        await notices.TellManyAsync(told, cancel);
    }

    private static NoticeToTell One(AccountTask task, Actor by) =>
        new()
        {
            Kind = NoticeKind.TaskAssigned,
            // Given away and given back, it is told again: the version is another.
            Key = FormattableString.Invariant($"task {task.Id} {task.RowVersion}"),
            Title = $"Your task: {task.Title}",
            Detail = task.DueOn is { } due ? FormattableString.Invariant($"Due {due:yyyy-MM-dd}.") : null,
            Link = FormattableString.Invariant($"/tasks/{task.Id}"),
            AccountId = task.AccountId,
            By = by,
        };

    private static NoticeToTell Many(IReadOnlyList<AccountTask> tasks, Actor by) =>
        new()
        {
            Kind = NoticeKind.TaskAssigned,
            Key = FormattableString.Invariant($"tasks {tasks[0].Id} {tasks[0].RowVersion}"),
            Title = FormattableString.Invariant($"{tasks.Count} tasks were given to you"),
            Detail = string.Join("; ", tasks.Take(5).Select(task => task.Title)) + (tasks.Count > 5 ? "; …" : ""),
            Link = "/tasks",
            By = by,
        };
}
