using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>
/// Undoes a run of the survey: mail that is not sent yet is called off, which a person's decision is, so that the account is not asked
/// again. What was sent stays sent, and is named.
/// </summary>
public sealed class SurveyUndo(TrackerDb db, NpgsqlDataSource database)
{
    /// <param name="leave">Told of each account that was left alone, and why.</param>
    /// <returns>How many mails were called off.</returns>
    public async Task<int> UndoAsync(PlaybookRun run, Actor actor, Action<string, string> leave, CancellationToken cancel)
    {
        var asked = await db
            .Surveys.Where(survey => survey.PlaybookRunId == run.Id)
            .OrderBy(survey => survey.Id)
            .Join(db.Accounts, survey => survey.AccountId, account => account.Id, (survey, account) => new { survey.MailId, account })
            .Select(row => new
            {
                row.MailId,
                row.account.Id,
                row.account.ExternalId,
            })
            .ToListAsync(cancel);
        var undone = 0;
        foreach (var one in asked)
        {
            if (one.MailId is not { } mailId)
                continue;
            if (await CallOffAsync(mailId, one.Id, run.Id, actor, cancel))
                undone++;
            else
                leave(one.ExternalId, await WhyLeftAsync(mailId, cancel));
        }
        return undone;
    }

    /// <returns>Whether it was called off now.</returns>
    private async Task<bool> CallOffAsync(long mailId, long accountId, long runId, Actor actor, CancellationToken cancel)
    {
        // Who sends it holds this lock until the server has answered.
        await using var alone = await AdvisoryLock.TryTakeAsync(database, OutgoingIds.LockOf(mailId), cancel);
        if (alone is null)
            return false;
        var because = $"Called off: run {runId} was undone by {actor}";
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var calledOff = await db
            .OutgoingMails.Where(mail => mail.Id == mailId && mail.State == OutgoingMailState.Queued)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(mail => mail.State, OutgoingMailState.CalledOff)
                        .SetProperty(mail => mail.NextAttemptAt, (DateTimeOffset?)null)
                        .SetProperty(mail => mail.LastError, because),
                cancel
            );
        if (calledOff == 0)
            return false;
        await SurveyLinks.ForgetAsync(db, mailId, cancel);
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts", accountId), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task<string> WhyLeftAsync(long mailId, CancellationToken cancel)
    {
        var mail = await db.OutgoingMails.AsNoTracking().FirstAsync(m => m.Id == mailId, cancel);
        var to = string.Join(", ", mail.To);
        return mail.State switch
        {
            OutgoingMailState.Sent => $"sent already, to {to}",
            OutgoingMailState.Refused => $"the mail server refused the mail to {to}",
            OutgoingMailState.CalledOff => "undone already",
            _ => $"being sent at this moment, to {to}",
        };
    }
}
