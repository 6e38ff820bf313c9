using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data.Surveys;

namespace OnboardingTracker.Features.Surveys;

/// <summary>
/// Spares an address further surveys. Opening it changes nothing, as machines open links too; the form does, and so does the button that
/// mail programs show for List-Unsubscribe.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopModel(SurveyAnswers answers, SurveyThrottle throttle) : SurveyPage(answers, throttle)
{
    public bool Done { get; private set; }

    public void OnGet() => Done = false;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Done = await Answers.StopAsync(Token, cancel);
        return Done ? Page() : NotFound();
    }
}
