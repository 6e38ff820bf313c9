using Microsoft.AspNetCore.Mvc.ModelBinding;
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

    /// <summary>The active member with this address, who a form says is to do it. An address that is none is said beside its field.</summary>
    /// <returns>Null: nobody yet, or nobody who can be found.</returns>
    public static async Task<Member?> AssigneeAsync(this TrackerDb db, string? email, ModelStateDictionary state, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(email))
            return null;
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Active && m.Email == email, cancel);
        if (member is null)
            state.AddModelError("Assignee", "Choose somebody of the team.");
        return member;
    }
}
