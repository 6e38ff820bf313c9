using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Runs playbooks over the book. Enqueued twice: the second run finds nothing left to do. Run together: one waits for the other's
/// advisory lock. Cut off half-way: what was committed stands, and the next run does the rest.
/// </summary>
public sealed class PlaybookRunner(
    TrackerDb db,
    NpgsqlDataSource database,
    PlaybookMoves moves,
    DryRuns dryRuns,
    NoticeBoard notices,
    AlertRuns alerts,
    SurveyRuns surveys,
    TimeProvider time,
    ILogger<PlaybookRunner> log
)
{
    /// <summary>The name of the advisory lock of whoever is at work on a playbook's runs.</summary>
    public static string LockOf(string playbook) => $"playbook {playbook}";

    /// <summary>Notes the wish; the run itself can then be done by any worker.</summary>
    /// <exception cref="RunRefusedException">The playbook is off, its mail cannot be sent, or the approved dry run is not one of this playbook.</exception>
    public async Task<PlaybookRun> QueueAsync(RunRequest request, CancellationToken cancel = default)
    {
        if (!request.DryRun && !await IsEnabledAsync(request.Playbook, cancel))
            throw Off(request.Playbook);
        if (!request.DryRun && await WhyNotAsync(request.Playbook, cancel) is { } refusal)
            throw refusal;
        if (request.BasedOnId is { } basedOn)
        {
            var approved = await db.PlaybookRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == basedOn, cancel);
            if (approved is not { DryRun: true, State: RunState.Completed } || approved.Playbook != request.Playbook)
                throw new RunRefusedException("approved-run-unknown", $"Run {basedOn} is not a completed dry run of {request.Playbook}.");
        }
        var run = new PlaybookRun
        {
            Playbook = request.Playbook,
            DryRun = request.DryRun,
            BasedOnId = request.BasedOnId,
            Trigger = request.Trigger,
            RequestedBy = request.RequestedBy,
            RequestedAt = time.GetUtcNow(),
            State = RunState.Queued,
        };
        db.PlaybookRuns.Add(run);
        await db.SaveChangesAsync(cancel);
        return run;
    }

    /// <summary>Does a queued run. Done already, by whoever: does nothing.</summary>
    public async Task<PlaybookRun> ExecuteAsync(long runId, CancellationToken cancel = default)
    {
        var run = await db.PlaybookRuns.FirstAsync(r => r.Id == runId, cancel);
        var playbook = PlaybookBook.Find(run.Playbook) ?? throw new InvalidOperationException($"There is no playbook {run.Playbook}.");
        await using var _ = await AdvisoryLock.TakeAsync(database, LockOf(playbook.Name), cancel);
        await db.Entry(run).ReloadAsync(cancel);
        if (run.State is not (RunState.Queued or RunState.Running))
            return run;
        await CloseInterruptedAsync(run, cancel);

        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        run.State = RunState.Running;
        run.StartedAt ??= context.Now;
        run.Day = context.Today;
        run.PolicyVersion = context.PolicyVersion;
        await db.SaveChangesAsync(cancel);
        try
        {
            if (run.DryRun)
                await RecordAsync(run, playbook, context, cancel);
            else if (!await IsEnabledAsync(playbook.Name, cancel))
                throw Off(playbook.Name);
            else if (await WhyNotAsync(playbook.Name, cancel) is { } refusal)
                throw refusal;
            else
                await DoAsync(run, playbook, context, cancel);
            run.State = RunState.Completed;
            run.FinishedAt = time.GetUtcNow();
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await NoteFailureAsync(run, failure);
            if (failure is RunRefusedException)
                return run;
            throw;
        }
        finally
        {
            Report(run);
        }
        return run;
    }

    private Task RecordAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel) =>
        playbook.Effect switch
        {
            PlaybookEffect.RaisesAlerts => alerts.RecordAsync(run, playbook, context, cancel),
            PlaybookEffect.SendsSurvey => surveys.RecordAsync(run, playbook, context, cancel),
            _ => dryRuns.RecordAsync(run, playbook, context, cancel),
        };

    private Task DoAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel) =>
        (playbook.Effect, run.BasedOnId) switch
        {
            (PlaybookEffect.RaisesAlerts, { } approved) => alerts.RunApprovedAsync(run, approved, playbook, context, cancel),
            (PlaybookEffect.RaisesAlerts, null) => alerts.RunDueAsync(run, playbook, context, cancel),
            (PlaybookEffect.SendsSurvey, { } approved) => surveys.RunApprovedAsync(run, approved, playbook, context, cancel),
            (PlaybookEffect.SendsSurvey, null) => surveys.RunDueAsync(run, playbook, context, cancel),
            (_, { } approved) => moves.MoveApprovedAsync(run, approved, playbook, context, cancel),
            _ => moves.MoveDueAsync(run, playbook, context, cancel),
        };

    /// <summary>Notes and does a run at once.</summary>
    public async Task<PlaybookRun> RunAsync(RunRequest request, CancellationToken cancel = default)
    {
        var run = await QueueAsync(request, cancel);
        return await ExecuteAsync(run.Id, cancel);
    }

    public async Task<bool> IsEnabledAsync(string playbook, CancellationToken cancel = default) =>
        !await db.PlaybookSwitches.AnyAsync(s => s.Playbook == playbook && !s.Enabled, cancel);

    /// <summary>What keeps it from real runs, besides its switch.</summary>
    /// <returns>Null: nothing.</returns>
    public async Task<RunRefusedException?> WhyNotAsync(string playbook, CancellationToken cancel = default) =>
        PlaybookBook.Find(playbook) is { SendsSurvey: true } ? surveys.WhyNot((await db.CurrentPolicyAsync(cancel)).Policy) : null;

    private static RunRefusedException Off(string playbook) =>
        new("playbook-off", $"{playbook} is switched off. Switch it on first, or make a dry run.");

    /// <summary>Where even that cannot be written, the run stays as running, and the next one marks it as interrupted.</summary>
    private async Task NoteFailureAsync(PlaybookRun run, Exception failure)
    {
        run.State = RunState.Failed;
        run.Error = failure.Message;
        run.FinishedAt = time.GetUtcNow();
        try
        {
            // Whatever could not be saved is not to be tried again.
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            db.PlaybookRuns.Update(run);
            await db.SaveChangesAsync(CancellationToken.None);
            if (failure is not RunRefusedException && !run.DryRun)
                await notices.TellRolesAsync(FailureOf(run), CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception unwritten)
        {
            log.LogError(unwritten, "Playbook {Playbook} run {RunId} failed, and that could not be written down", run.Playbook, run.Id);
        }
    }

    private static NoticeToTell FailureOf(PlaybookRun run) =>
        new()
        {
            Kind = NoticeKind.PlaybookFailed,
            Key = FormattableString.Invariant($"run {run.Id}"),
            Title = $"{run.Playbook} failed",
            Detail = run.Error,
            Link = FormattableString.Invariant($"/playbooks/{run.Playbook}/runs/{run.Id}"),
        };

    private void Report(PlaybookRun run)
    {
        if (run is { StartedAt: { } startedAt, FinishedAt: { } finishedAt })
        {
            KeyValuePair<string, object?> name = new("playbook", run.Playbook);
            TrackerMetrics.Runs.Add(1, name, new("state", run.State.ToString().ToLowerInvariant()));
            TrackerMetrics.RunSeconds.Record((finishedAt - startedAt).TotalSeconds, name);
        }
        log.LogInformation(
            "Playbook {Playbook} run {RunId} {State}: {Touched} touched, {Held} held, {Dropped} dropped, dry run {DryRun}",
            run.Playbook,
            run.Id,
            run.State,
            run.Touched,
            run.Held,
            run.Dropped,
            run.DryRun
        );
    }

    /// <summary>We hold the lock, so whoever else is called running is dead.</summary>
    private async Task CloseInterruptedAsync(PlaybookRun mine, CancellationToken cancel)
    {
        var dead = await db
            .PlaybookRuns.Where(run => run.Playbook == mine.Playbook && run.Id != mine.Id && run.State == RunState.Running)
            .ToListAsync(cancel);
        foreach (var run in dead)
        {
            run.State = RunState.Interrupted;
            run.FinishedAt = time.GetUtcNow();
            // Other runs count as they go; a move's are its transitions.
            run.Touched =
                run.DryRun || !run.MovesAccounts ? run.Touched : await db.Transitions.CountAsync(t => t.PlaybookRunId == run.Id, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }
}
