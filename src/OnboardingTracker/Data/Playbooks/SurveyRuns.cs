using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Runs of the satisfaction survey: dry, over what is due, or over exactly an approved set. Each account is one transaction of the survey,
/// its mail and what the run says of it: a kill costs no more than one, and the next run asks the rest.
/// </summary>
public sealed class SurveyRuns(TrackerDb db, NpgsqlDataSource database, SurveyWrites surveys)
{
    private const int BatchSize = 500;

    /// <summary>The rule that refuses a survey which no policy has released.</summary>
    public const string NotReleased = "survey-not-released";

    /// <summary>What keeps it from asking anybody.</summary>
    /// <returns>Null: nothing.</returns>
    public RunRefusedException? WhyNot(Policy policy) =>
        !surveys.CanAsk
            ? new(
                "survey-cannot-be-sent",
                "No survey can be sent: this installation has no mail server, or does not know the address at which people reach it. "
                    + "Ask an admin to set both."
            )
        : !policy.SurveyReleased ? new(NotReleased, "The survey is not released. A team lead releases it under Policy.")
        : null;

    /// <summary>Writes down whom it would ask now, and which accounts a hold keeps it away from.</summary>
    public async Task RecordAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id).ExecuteDeleteAsync(cancel);
        await using var reading = Reader();
        run.Touched = await WriteAsync(run.Id, RunItemKind.Touched, reading.Due(playbook, context), playbook, context, cancel);
        run.Held = await WriteAsync(run.Id, RunItemKind.Held, reading.HeldBack(playbook, context), playbook, context, cancel);
    }

    /// <summary>Asks every account that is due.</summary>
    public async Task RunDueAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        var due = await db.Due(playbook, context).Select(subject => subject.AccountId).Order().ToListAsync(cancel);
        foreach (var accountId in due)
            await AskAsync(run.Id, playbook, context, accountId, null, cancel);
        await ReadAgainAsync(run, cancel);
        // One that was cut off and started again has named them before.
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind == RunItemKind.Held).ExecuteDeleteAsync(cancel);
        await using var reading = Reader();
        var held = reading.HeldBack(playbook, context);
        run.Held =
            run.Trigger == RunTriggers.AskedFor
                ? await WriteAsync(run.Id, RunItemKind.Held, held, playbook, context, cancel)
                : await held.CountAsync(cancel);
    }

    /// <summary>Asks exactly the approved set; accounts that changed since the dry run are left alone and named.</summary>
    public async Task RunApprovedAsync(PlaybookRun run, long approvedRunId, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var approved = await db
            .PlaybookRunItems.AsNoTracking()
            .Where(item => item.RunId == approvedRunId && item.Kind == RunItemKind.Touched)
            .OrderBy(item => item.AccountId)
            .ToListAsync(cancel);
        foreach (var item in approved)
            if (!await AskAsync(run.Id, playbook, context, item.AccountId, item, cancel))
                await NameDroppedAsync(run.Id, item, playbook, context, stages, cancel);
        await ReadAgainAsync(run, cancel);
    }

    /// <param name="approved">What the dry run said of it; null: whatever is so now.</param>
    /// <returns>Whether it was asked now.</returns>
    private Task<bool> AskAsync(
        long runId,
        Playbook playbook,
        RunContext context,
        long accountId,
        PlaybookRunItem? approved,
        CancellationToken cancel
    )
    {
        db.ChangeTracker.Clear();
        return WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                await surveys.LockAsync(accountId, cancel);
                // Nobody moves it, nor places a hold, between the look at it and the mail.
                await db.Database.ExecuteSqlAsync($"select 1 from accounts where id = {accountId} for no key update", cancel);
                var subject = await db.Due(playbook, context, account => account.Id == accountId).FirstOrDefaultAsync(cancel);
                if (subject is null || await db.SurveyRecipientAsync(accountId, cancel) is not { } recipient)
                    return false;
                var item = ItemOf(runId, RunItemKind.Touched, subject, recipient, playbook, context);
                if (approved is not null && !IsSame(approved, item))
                    return false;
                if (!await surveys.WriteAsync(accountId, recipient, Actor.Playbook(playbook.Name), runId, context, cancel))
                    return false;
                db.PlaybookRunItems.Add(item);
                await db.SaveChangesAsync(cancel);
                await db
                    .PlaybookRuns.Where(run => run.Id == runId)
                    .ExecuteUpdateAsync(set => set.SetProperty(run => run.Touched, run => run.Touched + 1), cancel);
                await transaction.CommitAsync(cancel);
                return true;
            }
        );
    }

    private async Task NameDroppedAsync(
        long runId,
        PlaybookRunItem approved,
        Playbook playbook,
        RunContext context,
        StageCatalogue stages,
        CancellationToken cancel
    )
    {
        db.ChangeTracker.Clear();
        var id = approved.AccountId;
        // One that was cut off and started again has asked or named it before.
        if (await db.PlaybookRunItems.AnyAsync(item => item.RunId == runId && item.AccountId == id, cancel))
            return;
        var subject = (await db.SubjectsToExplainAsync([id], cancel))[0];
        var held = await db.Accounts.Where(account => account.Id == id).AnyAsync(PlaybookSubject.IsHeld(playbook.Name), cancel);
        var failed = playbook.Explain(subject, context).Where(result => !result.Holds).Select(result => result.Value).Distinct().ToList();
        db.PlaybookRunItems.Add(
            new PlaybookRunItem
            {
                RunId = runId,
                AccountId = id,
                Kind = RunItemKind.Dropped,
                From = subject.Stage,
                To = subject.Stage,
                Reason =
                    subject.LastTransitionId != approved.LastTransitionId ? $"moved since: it is now in {stages.Label(subject.Stage)}"
                    : subject.SurveyAskedAt is not null ? "asked since"
                    : held ? "held since"
                    : failed.Count > 0 ? $"changed since: {string.Join("; ", failed)}"
                    : await db.SurveyRecipientAsync(id, cancel) is { } other
                        ? $"changed since: another contact would be asked, {other.Email}"
                    : "changed at the same moment",
                LastTransitionId = subject.LastTransitionId,
            }
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        await db
            .PlaybookRuns.Where(run => run.Id == runId)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.Dropped, run => run.Dropped + 1), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The same account in the same place, and the same person to be asked.</summary>
    private static bool IsSame(PlaybookRunItem approved, PlaybookRunItem now) =>
        approved.LastTransitionId == now.LastTransitionId && approved.Reason == now.Reason;

    private async Task<int> WriteAsync(
        long runId,
        RunItemKind kind,
        IQueryable<PlaybookSubject> subjects,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel
    )
    {
        var count = 0;
        await using var writing = Reader();
        await foreach (var batch in subjects.OrderBy(s => s.AccountId).AsAsyncEnumerable().Chunked(BatchSize, cancel))
        {
            foreach (var subject in batch)
            {
                if (await writing.SurveyRecipientAsync(subject.AccountId, cancel) is not { } recipient)
                    continue;
                writing.PlaybookRunItems.Add(ItemOf(runId, kind, subject, recipient, playbook, context));
                count++;
            }
            await writing.SaveChangesAsync(cancel);
            writing.ChangeTracker.Clear();
        }
        return count;
    }

    /// <summary>A survey leaves the account in its stage: from and to are the same.</summary>
    private static PlaybookRunItem ItemOf(
        long runId,
        RunItemKind kind,
        PlaybookSubject subject,
        Contact recipient,
        Playbook playbook,
        RunContext context
    ) =>
        new()
        {
            RunId = runId,
            AccountId = subject.AccountId,
            Kind = kind,
            From = subject.Stage,
            To = subject.Stage,
            Reason = $"asks {recipient.Email}: {playbook.Because(subject, context)}",
            Evidence = playbook.EvidenceOf(subject, context),
            LastTransitionId = subject.LastTransitionId,
        };

    /// <summary>Its caller goes on with the run, as it is now.</summary>
    private async Task ReadAgainAsync(PlaybookRun run, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await db.Entry(db.Attach(run).Entity).ReloadAsync(cancel);
    }

    private TrackerDb Reader() => new(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
}
