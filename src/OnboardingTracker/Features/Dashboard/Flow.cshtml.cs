using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What becomes of the passages that began in the chosen days.</summary>
[Authorize(Policy = Access.Read)]
public sealed class FlowModel(FigureTables tables) : DashboardPage(tables)
{
    protected override IReadOnlyList<string> Names { get; } =
    ["conversion", "paths", "path-days", "outcomes", "engagement", "first-outreach"];

    public FigureChart Outcomes { get; } =
        new(
            "bar",
            "Where the passages of each week stand",
            "outcomes",
            "week",
            ["engaged", "noEngagement", "salesHandoff", "churned", "left", "underWay"],
            "passages"
        )
        {
            Stacked = true,
        };
}
