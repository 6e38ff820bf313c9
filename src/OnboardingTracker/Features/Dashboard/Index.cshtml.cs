using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>Where the pipeline stands, and stood on any earlier day.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(FigureTables tables) : DashboardPage(tables)
{
    protected override IReadOnlyList<string> Names => [];
}
