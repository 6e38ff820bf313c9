using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Surveys;

namespace OnboardingTracker.Data.Surveys;

/// <summary>
/// Asks an account, once: the row, unique by account, and the mail are one transaction, and the mail goes out afterwards. Asked again,
/// together with another process, or after a kill, it is the same row and the same mail.
/// </summary>
public sealed class SurveyWrites(TrackerDb db, OwnMails mails, OwnMailSettings addresses)
{
    /// <summary>Whether a survey can be sent at all: there is a mail server, and it is known where people reach the answer page.</summary>
    public bool CanAsk => mails.CanSend && addresses.PublicAddress is not null;

    /// <param name="runId">The run of the playbook that asks; null: none.</param>
    /// <returns>Whether it was asked now.</returns>
    public Task<bool> AskAsync(long accountId, Actor actor, long? runId, RunContext context, CancellationToken cancel = default) =>
        CanAsk ? WriteClash.RepeatAsync(db, () => TryAskAsync(accountId, actor, runId, context, cancel)) : Task.FromResult(false);

    /// <summary>Holds the account, as whoever works on it does, until the caller's transaction ends.</summary>
    public Task LockAsync(long accountId, CancellationToken cancel = default) =>
        AdvisoryLock.TakeAsync(
            (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(),
            AccountStory.LockOf(accountId),
            cancel
        );

    private async Task<bool> TryAskAsync(long accountId, Actor actor, long? runId, RunContext context, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(accountId, cancel);
        if (await db.Surveys.AnyAsync(s => s.AccountId == accountId, cancel))
            return false;
        if (await db.SurveyRecipientAsync(accountId, cancel) is not { } recipient)
            return false;
        if (!await WriteAsync(accountId, recipient, actor, runId, context, cancel))
            return false;
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The survey and its mail, in the caller's transaction, which holds the account and has seen that it was not asked.</summary>
    /// <returns>False: nothing can be sent, and the transaction is not to be committed.</returns>
    public async Task<bool> WriteAsync(
        long accountId,
        Contact recipient,
        Actor actor,
        long? runId,
        RunContext context,
        CancellationToken cancel = default
    )
    {
        var name = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.Name).SingleAsync(cancel);
        var token = SurveyTokens.Create();
        var survey = new Survey
        {
            AccountId = accountId,
            Email = recipient.Email,
            TokenHash = SurveyTokens.HashOf(token),
            AskedAt = context.Now,
            ExpiresAt = context.Now + Survey.LinkLasts,
            PlaybookRunId = runId,
        };
        db.Surveys.Add(survey);
        await db.SaveChangesAsync(cancel);
        var queued = await mails.QueueAsync(
            new OwnMail
            {
                Kind = OutgoingMailKind.Survey,
                Key = string.Create(CultureInfo.InvariantCulture, $"survey:{accountId}"),
                To = [recipient.Email],
                Subject = $"How was the start with us, {name}?",
                Text = Text(recipient.Name, addresses.UrlOf(SurveyTokens.PathOf(token))!, addresses.UrlOf(SurveyTokens.StopPathOf(token))!),
                AccountId = accountId,
                Unsubscribe = addresses.UrlOf(SurveyTokens.StopPathOf(token)),
                Actor = actor,
            },
            cancel
        );
        if (queued is null)
            return false;
        survey.MailId = queued.MailId;
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts", accountId), cancel);
        return true;
    }

    private static string Text(string? name, string answer, string stop) =>
        $"""
            Hello{(string.IsNullOrWhiteSpace(name) ? "" : $" {name.Trim()}")},

            you have settled in with us, and we would like to know how that was. It is one question, and takes half a minute:

            {answer}

            The link is personal and works for 60 days; you can change your answer until then.

            If you do not want to be asked such things: {stop}

            """;
}
