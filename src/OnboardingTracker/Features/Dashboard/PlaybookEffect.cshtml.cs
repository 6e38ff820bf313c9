using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Effects;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What each playbook did, and how much of it people put right: the automation's error rate.</summary>
[Authorize(Policy = Access.Read)]
public sealed class PlaybookEffectModel(FigureTables tables) : DashboardPage(tables)
{
    public static FigureChart Touched { get; } = Chart("Touched a week, by playbook", "touched");

    public static FigureChart Wrong { get; } = Chart("Undone or corrected a week, by playbook", "wrong");

    protected override IReadOnlyList<string> Names => [EffectTable.TableName, EffectWeeksTable.TableName];

    private static FigureChart Chart(string title, string column) =>
        new("bar", title, EffectWeeksTable.TableName, "week", [column], "accounts")
        {
            By = "playbook",
            Open = "open",
            Stacked = true,
        };
}
