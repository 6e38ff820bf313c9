using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Playbooks;

internal static class PlaybooksApi
{
    public static void MapPlaybooks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("playbooks");
        api.MapPlaybook();
        api.MapRuns();
    }
}
