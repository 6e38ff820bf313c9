using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Team;

/// <summary>What is set for the team as a whole: one row, or none as long as nothing is.</summary>
public sealed class TeamSettings
{
    /// <summary>The only row's id.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>Who takes care of failed payments and large invoices; null: each account's owner.</summary>
    public int? AlertAssigneeId { get; set; }

    /// <summary>Who gets what has no one; null: nobody.</summary>
    public int? FallbackAssigneeId { get; set; }
}

/// <summary>Reads who of the team takes tasks: once per run, then passed on.</summary>
public static class TaskDesks
{
    public static async Task<TaskDesk> TaskDeskAsync(this TrackerDb db, CancellationToken cancel = default)
    {
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(member => member.Id, cancel);
        var settings = await db.TeamSettings.AsNoTracking().SingleOrDefaultAsync(cancel);
        return new TaskDesk(members, settings?.AlertAssigneeId, settings?.FallbackAssigneeId);
    }
}
