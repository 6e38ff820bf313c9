using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// Puts an account where its signals put it: tells its story from all that is stored, makes the moves that it calls for through the
/// one door, and keeps what follows from it. Told again, it finds nothing left to do.
/// </summary>
public sealed class AccountStory(
    TrackerDb db,
    StageDoor door,
    StoryTaskStore tasks,
    LeadMembership membership,
    TimeProvider time,
    ILogger<AccountStory> log
)
{
    /// <summary>More moves than a passage has stages: whatever wants more of them turns in a circle.</summary>
    private const int MostSteps = 12;

    /// <summary>Held by who works an account's signals: one at a time.</summary>
    public static string LockOf(long accountId) => $"account {accountId}";

    /// <summary>Tells the story in a transaction of its own, such as when a call has become assumed.</summary>
    /// <param name="run">The run of a playbook that asks for it; its moves are noted as that run's.</param>
    /// <returns>Whether the account moved.</returns>
    public async Task<bool> ReviewAsync(long accountId, PlaybookRun? run = null, CancellationToken cancel = default)
    {
        var moved = await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockOf(accountId), cancel);
                var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
                var moves = await TellAsync(accountId, context, run, cancel);
                if (moves && run is not null)
                    await db
                        .PlaybookRuns.Where(r => r.Id == run.Id)
                        .ExecuteUpdateAsync(r => r.SetProperty(x => x.Touched, x => x.Touched + 1), cancel);
                await transaction.CommitAsync(cancel);
                return moves;
            }
        );
        if (run is not null)
            // Its caller goes on with it, as it is now.
            await db.Entry(db.Attach(run).Entity).ReloadAsync(cancel);
        return moved;
    }

    /// <summary>Tells the story in the caller's transaction, which holds <see cref="LockOf"/>.</summary>
    /// <returns>Whether the account moved.</returns>
    /// <exception cref="LostMoveException">Somebody else moved the account meanwhile; the transaction is to be done again.</exception>
    public async Task<bool> TellAsync(long accountId, RunContext context, PlaybookRun? run = null, CancellationToken cancel = default)
    {
        var stages = await db.StagesAsync(cancel);
        var signals = await SignalsOfAsync(accountId, cancel);
        var blocked = await BlockedAsync(accountId, cancel);
        for (var made = 0; ; made++)
        {
            var subject = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId).Select(PlaybookSubject.Of).FirstAsync(cancel);
            var history = await db.Transitions.AsNoTracking().Where(t => t.AccountId == accountId).OrderBy(t => t.Id).ToListAsync(cancel);
            var facts = new StoryFacts
            {
                State = subject.PipelineState,
                History = history,
                Signals = signals,
                Stages = stages,
                Context = context,
                Blocked = blocked,
            };
            var story = SignalStory.Tell(facts);
            if (story.Steps is [] || made == MostSteps)
            {
                if (story.Steps is not [])
                    log.LogError("The story of account {AccountId} has no end: it is left in {Stage}", accountId, subject.Stage);
                await KeepAsync(subject, history, story, stages, context, cancel);
                return made > 0;
            }
            await MakeAsync(story.Steps[0], subject, history, story.Engagement, stages, context, run, cancel);
        }
    }

    /// <summary>What is known of an account by its signals; their raw payloads stay where they are.</summary>
    public async Task<IReadOnlyList<ReceivedSignal>> SignalsOfAsync(long accountId, CancellationToken cancel = default) =>
        [.. (await db.SignalsOfAsync([accountId], cancel))[accountId]];

    /// <summary>The playbooks that are off, and those that a person holds away from this account until they lift it.</summary>
    private async Task<HashSet<string>> BlockedAsync(long accountId, CancellationToken cancel)
    {
        var off = await db.PlaybookSwitches.AsNoTracking().Where(s => !s.Enabled).Select(s => s.Playbook).ToListAsync(cancel);
        var held = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == accountId)
            .SelectMany(a => a.Holds.Where(hold => hold.LiftedAt == null && hold.Passage == a.Passage && !hold.UntilNewSignal))
            .Select(hold => hold.Playbook)
            .ToListAsync(cancel);
        return [.. off, .. held];
    }

    private async Task MakeAsync(
        StoryStep step,
        PlaybookSubject subject,
        List<Transition> history,
        Engagement? engagement,
        StageCatalogue stages,
        RunContext context,
        PlaybookRun? run,
        CancellationToken cancel
    )
    {
        var move = StoryMoves.Decide(
            step,
            subject.PipelineState,
            history,
            engagement,
            new(subject.AccountId, subject.ExternalId, subject.NextRenewalOn),
            stages,
            context
        );
        if (run is not null && run.Playbook == step.Playbook && step.TakesBack is null)
            move = move with { PlaybookRunId = run.Id };
        if (!(await door.ApplyAsync([move], cancel)).ContainsKey(subject.AccountId))
            throw new LostMoveException();
        if (move.Before.Stage is null)
            await membership.ReconcileAsync(context, account => account.Id == subject.AccountId, cancel);
    }

    /// <summary>What follows from the story besides moves: engagement, what is still called for, when to look again, tasks.</summary>
    private async Task KeepAsync(
        PlaybookSubject subject,
        List<Transition> history,
        Story story,
        StageCatalogue stages,
        RunContext context,
        CancellationToken cancel
    )
    {
        var engaged = Engagement.First(PipelineHistory.Replay(history, stages).Engagement, story.Engagement);
        var changed = await door.KeepStoryAsync(
            subject.PipelineState,
            subject.AccountId,
            engaged,
            story,
            ChurnedOn(story, history, context),
            context.Now,
            cancel
        );
        await db.KeepChurnsAsync(subject.AccountId, story.Churns, context.Now, cancel);
        changed += await tasks.ReconcileAsync(subject, story.Tasks, context, cancel);
        if (changed == 0)
            return;
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        await LiveChannel.NotifyAsync(transaction.Connection!, transaction, LiveChannel.Payload("accounts", subject.AccountId), cancel);
    }

    /// <summary>The day on which the last live subscription ended; it is kept for an account in 6a to 6c too, which stays there.</summary>
    private static DateOnly? ChurnedOn(Story story, List<Transition> history, RunContext context) =>
        story.ChurnedAt is { } at ? context.DayOf(at)
        : PipelineHistory.Effective(history) is [.., { To: StageCodes.Churned } churned] ? context.DayOf(churned.At)
        : null;
}
