using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Surveys;

public static class SurveyLinks
{
    /// <summary>The mail is with its recipient: nobody here can answer for them by what the outbox keeps of it.</summary>
    public static Task ForgetAsync(TrackerDb db, long mailId, CancellationToken cancel = default) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update outgoing_mails set text = regexp_replace(text, '/survey/[A-Za-z0-9_-]+', '/survey/…', 'g'), unsubscribe = null
            where id = {mailId}
            """,
            cancel
        );
}
