using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Load;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What each specialist has to look after, and what was reached on the accounts that they owned.</summary>
[Authorize(Policy = Access.Read)]
public sealed class LoadModel(FigureTables tables) : DashboardPage(tables)
{
    public static FigureChart Having { get; } =
        new(
            "bar",
            "Accounts and tasks of each specialist",
            LoadTable.TableName,
            "specialist",
            ["activeAccounts", "openTasks", "overdueTasks"],
            "accounts and tasks"
        );

    public static FigureChart Outreach { get; } =
        new("bar", "Initial outreach a week, by specialist", LoadWeeksTable.TableName, "week", ["initialOutreach"], "accounts")
        {
            By = "specialist",
            Stacked = true,
        };

    public override int Weeks => 4;

    protected override IReadOnlyList<string> Names => [LoadTable.TableName, LoadActivityTable.TableName, LoadWeeksTable.TableName];
}
