using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Signals;

/// <summary>Keeps the tasks that signals call for equal to what they call for: raised once each, closed when the call is gone.</summary>
public sealed class StoryTaskStore(TrackerDb db)
{
    /// <returns>How many tasks were raised or closed.</returns>
    public async Task<int> ReconcileAsync(
        PlaybookSubject subject,
        IReadOnlyList<StoryTask> wanted,
        RunContext context,
        CancellationToken cancel = default
    )
    {
        var raised = await db
            .Tasks.Where(task => task.AccountId == subject.AccountId && task.Occasion != null && task.SignalId != null)
            .ToListAsync(cancel);
        var changed = 0;
        foreach (var task in raised.Where(task => IsOurs(task) && task.State is TaskState.Open or TaskState.Snoozed))
        {
            if (wanted.Any(story => story.Kind == task.Kind && story.Occasion == task.Occasion))
                continue;
            task.State = TaskState.Canceled;
            task.ClosedAt = context.Now;
            task.ClosedBy = task.CreatedBy;
            changed++;
        }
        var desk = wanted.Count > 0 ? await db.TaskDeskAsync(cancel) : TaskDesk.Empty;
        foreach (var story in wanted)
        {
            if (raised.Find(task => task.Kind == story.Kind && task.Occasion == story.Occasion) is { } known)
            {
                // Closed by itself, and called for again: a person's own closing stands.
                if (known.State != TaskState.Canceled || known.ClosedBy is not { IsPerson: false })
                    continue;
                known.State = TaskState.Open;
                known.ClosedAt = null;
                known.ClosedBy = null;
            }
            else
                db.Tasks.Add(
                    new AccountTask
                    {
                        AccountId = subject.AccountId,
                        Title = story.Title,
                        Kind = story.Kind,
                        Occasion = story.Occasion,
                        SignalId = story.Signal.SignalId,
                        AssigneeId = TaskAssignment.For(story.Kind, subject.OwnerId, desk),
                        AwayMemberId = TaskHolder.AwayOf(story.Kind, subject.OwnerId, desk),
                        DueOn = context.Today,
                        CreatedBy = Actor.Playbook(story.Playbook),
                        CreatedAt = context.Now,
                    }
                );
            changed++;
        }
        if (changed > 0)
            await db.SaveChangesAsync(cancel);
        return changed;
    }

    private static bool IsOurs(AccountTask task) => !task.CreatedBy.IsPerson && PlaybookNames.BySignals.Contains(task.CreatedBy.Name);
}
