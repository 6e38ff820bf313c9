namespace OnboardingTracker.Features.Surveys;

/// <summary>The satisfaction survey: the page that its link leads to, and the answer on the account.</summary>
public static class SurveysFeature
{
    public static IServiceCollection AddSurveys(this IServiceCollection services) => services.AddSingleton<SurveyThrottle>();
}
