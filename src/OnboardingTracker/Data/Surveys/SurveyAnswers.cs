using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Surveys;

namespace OnboardingTracker.Data.Surveys;

/// <summary>What whoever holds a survey's link can do with it: see whose survey it is, answer, answer otherwise, and ask to be left alone.</summary>
public sealed class SurveyAnswers(TrackerDb db, NoticeBoard notices, TimeProvider time)
{
    /// <returns>Null: nobody was sent this link.</returns>
    public async Task<OpenSurvey?> FindAsync(string token, CancellationToken cancel = default)
    {
        var hash = SurveyTokens.HashOf(token);
        var found = await db
            .Surveys.AsNoTracking()
            .Where(s => s.TokenHash == hash)
            .Join(db.Accounts, s => s.AccountId, a => a.Id, (s, a) => new { Survey = s, a.Name })
            .FirstOrDefaultAsync(cancel);
        return found is null ? null : new(found.Survey, found.Name, time.GetUtcNow() >= found.Survey.ExpiresAt);
    }

    /// <summary>The last answer counts.</summary>
    /// <returns>False: there is no such link, or it has run out.</returns>
    public async Task<bool> AnswerAsync(string token, int score, string? comment, CancellationToken cancel = default)
    {
        if (!Survey.IsScore(score))
            throw new ArgumentOutOfRangeException(nameof(score), score, "1 to 5.");
        var now = time.GetUtcNow();
        var hash = SurveyTokens.HashOf(token);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var written = await db
            .Surveys.Where(s => s.TokenHash == hash && s.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(s => s.ChangedAt, s => s.AnsweredAt == null ? null : now)
                        .SetProperty(s => s.AnsweredAt, s => s.AnsweredAt ?? now)
                        .SetProperty(s => s.Score, score)
                        .SetProperty(s => s.Comment, comment),
                cancel
            );
        if (written == 0)
            return false;
        var survey = await db
            .Surveys.Where(s => s.TokenHash == hash)
            .Join(
                db.Accounts,
                s => s.AccountId,
                a => a.Id,
                (s, a) =>
                    new
                    {
                        s.Id,
                        s.AccountId,
                        a.Name,
                        a.OwnerId,
                    }
            )
            .SingleAsync(cancel);
        if (survey.OwnerId is { } owner)
            await notices.TellAsync(
                owner,
                new NoticeToTell
                {
                    Kind = NoticeKind.SurveyAnswered,
                    Key = string.Create(CultureInfo.InvariantCulture, $"survey {survey.Id} score {score}"),
                    Title = string.Create(CultureInfo.InvariantCulture, $"{survey.Name} answers the survey: {score} of 5"),
                    Detail = comment,
                    Link = string.Create(CultureInfo.InvariantCulture, $"/accounts/{survey.AccountId}"),
                    AccountId = survey.AccountId,
                },
                cancel
            );
        await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts", survey.AccountId), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The address is never asked again, for whatever account. A link that has run out still serves for that.</summary>
    /// <returns>False: there is no such link.</returns>
    public async Task<bool> StopAsync(string token, CancellationToken cancel = default)
    {
        var hash = SurveyTokens.HashOf(token);
        if (await db.Surveys.Where(s => s.TokenHash == hash).Select(s => s.Email).FirstOrDefaultAsync(cancel) is not { } email)
            return false;
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"insert into survey_opt_outs (email, at) values ({email}, {now}) on conflict (email) do nothing",
            cancel
        );
        return true;
    }
}

/// <summary>A survey, as the holder of its link sees it.</summary>
public sealed record OpenSurvey(Survey Survey, string Account, bool HasExpired);
