using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>Where the pipeline stands, and stood on any earlier day.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(FigureTables tables) : DashboardPage(tables)
{
    protected override IReadOnlyList<string> Names => ["stage-changes", "stage-history", "entries", "exits"];

    /// <summary>Stages in which somebody has work: the outcomes hold many times as many accounts and would hide them.</summary>
    public static IReadOnlyList<string> InWork { get; } =
    [.. StageCatalogue.Shipped.Where(stage => stage.Kind != StageKind.Outcome).Select(stage => $"stage{stage.Code}")];

    public static IReadOnlyList<string> AllStages { get; } = [.. StageCatalogue.Shipped.Select(stage => $"stage{stage.Code}")];

    /// <summary>The accounts in work and their forecast, as of the page's moment.</summary>
    public (decimal Accounts, decimal Week, decimal Forecast) Work
    {
        get
        {
            var rows = this["stage-changes"].Rows.Where(row => this["stage-changes"].Stages.IsInWork(row[0].Text)).ToList();
            return (rows.Sum(row => row[1].Number ?? 0), rows.Sum(row => row[2].Number ?? 0), rows.Sum(row => row[4].Number ?? 0));
        }
    }
}
