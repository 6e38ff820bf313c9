using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Who a task can be given to: anybody of the team who is active.</summary>
internal static class TaskPeople
{
    public static async Task<IReadOnlyList<SelectListItem>> TaskPeopleAsync(this TrackerDb db, CancellationToken cancel)
    {
        var members = await db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Name).ToListAsync(cancel);
        return [new("Nobody yet", ""), .. members.Select(m => new SelectListItem(m.Absent ? $"{m.Name} (away)" : m.Name, m.Email))];
    }

    /// <summary>The active member with this address; null: there is none.</summary>
    public static Task<Member?> FindAsync(TrackerDb db, string email, CancellationToken cancel) =>
        db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Active && m.Email == email, cancel);
}
