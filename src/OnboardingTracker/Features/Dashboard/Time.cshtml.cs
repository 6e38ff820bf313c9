using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Timing;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>How long accounts take, and where they are stuck.</summary>
[Authorize(Policy = Access.Read)]
public sealed class TimeModel(FigureTables tables) : DashboardPage(tables)
{
    protected override IReadOnlyList<string> Names =>
        [
            StuckByStageTable.TableName,
            StuckTable.TableName,
            PausedTable.TableName,
            TimeInStageTable.TableName,
            PassageLengthTable.TableName,
            BeyondByStageTable.TableName,
            BeyondByOwnerTable.TableName,
        ];
}
