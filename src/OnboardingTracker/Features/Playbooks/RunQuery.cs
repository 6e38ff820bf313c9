using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Reads the runs of a playbook.</summary>
public sealed class RunQuery(TrackerDb db)
{
    public async Task<RunList> ListAsync(string playbook, RunsShown shown, long? before, CancellationToken cancel)
    {
        var runs = db.PlaybookRuns.AsNoTracking().Where(run => run.Playbook == playbook);
        runs = shown switch
        {
            RunsShown.Scheduled => runs.Where(run => run.Trigger == RunTriggers.Schedule),
            RunsShown.AskedFor => runs.Where(run => run.Trigger == RunTriggers.AskedFor && !run.DryRun),
            RunsShown.OnChange => runs.Where(run => run.Trigger == RunTriggers.AccountChanged),
            RunsShown.DryRuns => runs.Where(run => run.DryRun),
            _ => runs,
        };
        if (before is { } place)
            runs = runs.Where(run => run.Id < place);
        var page = await runs.OrderByDescending(run => run.Id).Take(RunList.PageSize + 1).ToListAsync(cancel);
        return page.Count <= RunList.PageSize
            ? new RunList(page, shown, null)
            : new RunList(page[..RunList.PageSize], shown, page[RunList.PageSize - 1].Id);
    }

    /// <returns>Null: this playbook has no such run.</returns>
    public Task<PlaybookRun?> FindAsync(string playbook, long id, CancellationToken cancel) =>
        db.PlaybookRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id && run.Playbook == playbook, cancel);

    /// <summary>The runs that were made on what this dry run found.</summary>
    public Task<List<PlaybookRun>> BasedOnAsync(long dryRunId, CancellationToken cancel) =>
        db.PlaybookRuns.AsNoTracking().Where(run => run.BasedOnId == dryRunId).OrderBy(run => run.Id).ToListAsync(cancel);

    /// <summary>How many of a run's moves have been undone, by the undo of the run or one by one; of others, on how many accounts.</summary>
    public Task<int> UndoneAsync(PlaybookRun run, CancellationToken cancel) =>
        run.MovesAccounts ? MovesUndoneAsync(run.Id, cancel) : CalledOff(db, run).Distinct().CountAsync(cancel);

    /// <summary>The accounts whose alerts or survey the undo of a run has called off.</summary>
    public static IQueryable<long> CalledOff(TrackerDb db, PlaybookRun run)
    {
        var (id, because) = (run.Id, AlertUndo.Because(run.Id));
        return run.Effect is PlaybookEffect.SendsSurvey
            ? db
                .Surveys.Where(survey =>
                    survey.PlaybookRunId == id
                    && db.OutgoingMails.Any(mail => mail.Id == survey.MailId && mail.State == OutgoingMailState.CalledOff)
                )
                .Select(survey => survey.AccountId)
            : db.Tasks.Where(task => task.RunId == id && task.ClosedBecause == because).Select(task => task.AccountId);
    }

    private Task<int> MovesUndoneAsync(long runId, CancellationToken cancel) =>
        db.Transitions.CountAsync(move => move.PlaybookRunId == runId && db.Transitions.Any(undo => undo.UndoesId == move.Id), cancel);
}
