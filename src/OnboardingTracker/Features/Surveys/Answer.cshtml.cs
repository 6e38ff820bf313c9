using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Surveys;

/// <summary>Where the survey's mail leads: one question, one answer, to be changed until the link runs out.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class AnswerModel(SurveyAnswers answers, SurveyThrottle throttle) : SurveyPage(answers, throttle)
{
    [BindProperty]
    public int? Score { get; set; }

    [BindProperty]
    public string? Comment { get; set; }

    /// <summary>It was answered just now.</summary>
    [BindProperty(SupportsGet = true, Name = "thanks")]
    public bool Thanks { get; set; }

    public IActionResult OnGet()
    {
        if (Open.HasExpired)
            return Expired();
        (Score, Comment) = (Open.Survey.Score, Open.Survey.Comment);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Open.HasExpired)
            return Expired();
        var comment = Comment?.ReplaceLineEndings("\n").Trim();
        if (Score is not { } score || !Survey.IsScore(score))
            ModelState.AddModelError(nameof(Score), "Choose a number from 1 to 5.");
        if (DetailText.Problem(comment, Survey.LongestComment, breaksAllowed: true) is { } problem)
            ModelState.AddModelError(nameof(Comment), $"The text {problem}.");
        if (!ModelState.IsValid)
        {
            Thanks = false;
            return this.Incomplete();
        }
        return await Answers.AnswerAsync(Token, Score!.Value, string.IsNullOrEmpty(comment) ? null : comment, cancel)
            ? LocalRedirect($"{SurveyTokens.PathOf(Token)}?thanks=true")
            : Expired();
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Expired()
    {
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}
