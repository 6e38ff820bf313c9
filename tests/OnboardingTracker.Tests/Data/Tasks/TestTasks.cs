using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Tasks;

/// <summary>Tasks of tests, written and read in a line each.</summary>
internal static class TestTasks
{
    public static readonly Actor Root = Actor.User("root@example.com");

    public static Task<AccountTask> AddTaskAsync(
        this TrackerApp app,
        long account,
        string title,
        DateOnly? due = null,
        int? assignee = null,
        string kind = TaskKinds.FollowUp
    ) => app.WithAsync(services => services.GetRequiredService<TaskChanges>().AddAsync(account, title, kind, due, assignee, Root));

    public static Task<AccountTask> TaskAsync(this TrackerApp app, long id) =>
        app.DbAsync(db => db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id));

    public static Task<TaskBatch> ChangeAsync(this TrackerApp app, IEnumerable<AccountTask> tasks, TaskEdit edit, Actor? by = null) =>
        app.WithAsync(services =>
            services
                .GetRequiredService<TaskBatches>()
                .ChangeAsync([.. tasks.Select(t => new SeenTask(t.Id, t.RowVersion))], edit, by ?? Root)
        );

    public static Task<TaskBatch> UndoAsync(this TrackerApp app, TaskBatch batch) =>
        app.WithAsync(services => services.GetRequiredService<TaskBatches>().UndoAsync(batch.Former, Root));
}
