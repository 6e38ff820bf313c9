using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Surveys;

namespace OnboardingTracker.Features.Surveys;

/// <summary>The survey of one account, for the team.</summary>
/// <param name="Mail">What became of its mail; null: none is known.</param>
public sealed record AccountSurveyView(Survey Survey, OutgoingMailState? Mail, TimeZoneInfo Zone, DateOnly Today);

/// <summary>The survey's block on the account's page; nothing where it was not asked.</summary>
[ViewComponent(Name = "AccountSurvey")]
public sealed class AccountSurvey(TrackerDb db, TimeProvider time) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(long accountId)
    {
        var cancel = HttpContext.RequestAborted;
        if (await db.Surveys.AsNoTracking().FirstOrDefaultAsync(s => s.AccountId == accountId, cancel) is not { } survey)
            return Content("");
        var mail = await db
            .OutgoingMails.Where(m => m.Id == survey.MailId)
            .Select(m => (OutgoingMailState?)m.State)
            .FirstOrDefaultAsync(cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var view = new AccountSurveyView(survey, mail, TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        return View("/Features/Surveys/_AccountSurvey.cshtml", view);
    }
}
