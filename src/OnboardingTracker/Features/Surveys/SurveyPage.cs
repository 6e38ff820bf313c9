using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Surveys;

namespace OnboardingTracker.Features.Surveys;

/// <summary>
/// A page behind a survey's personal link. Nobody signs in: the link is the authority, so that no cookie is needed and a form that another
/// site sends gets nowhere without it. No link gets 404, whatever it looks like; one that has run out says so.
/// </summary>
public abstract class SurveyPage(SurveyAnswers answers, SurveyThrottle throttle) : PageModel
{
    private const int LongestToken = 100;

    /// <summary>Of the address alone: a form that cannot be read does not take it away.</summary>
    public string Token => RouteData.Values["token"] as string ?? "";

    public OpenSurvey Open { get; private set; } = null!;

    protected SurveyAnswers Answers => answers;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (!throttle.Allows(HttpContext))
        {
            context.Result = StatusCode(StatusCodes.Status429TooManyRequests);
            return;
        }
        var token = Token.Length > LongestToken ? Token[..LongestToken] : Token;
        if (await answers.FindAsync(token, HttpContext.RequestAborted) is not { } open)
        {
            context.Result = NotFound();
            return;
        }
        Open = open;
        await next();
    }
}
