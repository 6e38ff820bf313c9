using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Data.Surveys;

/// <summary>What came of all surveys.</summary>
/// <param name="Asked">Without those whose mail was called off.</param>
/// <param name="Average">Of the answers, 1 to 5; null: there is none yet.</param>
public sealed record SurveyFigures(int Asked, int Answered, double? Average)
{
    public static async Task<SurveyFigures> ReadAsync(TrackerDb db, CancellationToken cancel = default)
    {
        var asked = await db.Surveys.CountAsync(
            survey => !db.OutgoingMails.Any(mail => mail.Id == survey.MailId && mail.State == OutgoingMailState.CalledOff),
            cancel
        );
        var answered = db.Surveys.Where(survey => survey.Score != null);
        return new(asked, await answered.CountAsync(cancel), await answered.AverageAsync(survey => (double?)survey.Score, cancel));
    }
}
