using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Team;

/// <summary>Reads the team with what each has in hand.</summary>
public static class TeamRows
{
    /// <summary>By name, those who are active first.</summary>
    public static async Task<IReadOnlyList<TeamRow>> TeamRowsAsync(this TrackerDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - OwnerAssignment.Window;
        var active = await db
            .Accounts.Where(a => a.InWork && a.OwnerId != null)
            .GroupBy(a => a.OwnerId!.Value)
            .Select(own => new { Owner = own.Key, Count = own.Count() })
            .ToDictionaryAsync(own => own.Owner, own => own.Count, cancel);
        var newLeads = await db
            .Accounts.Where(a => a.PassageBeganAt >= since && a.OwnerId != null)
            .GroupBy(a => a.OwnerId!.Value)
            .Select(own => new { Owner = own.Key, Count = own.Count() })
            .ToDictionaryAsync(own => own.Owner, own => own.Count, cancel);
        var members = await db
            .Members.AsNoTracking()
            .OrderByDescending(m => m.Active)
            .ThenBy(m => m.Name)
            .ThenBy(m => m.Id)
            .Select(m => new
            {
                Member = m,
                HasPassword = db.Users.Any(u => u.MemberId == m.Id && u.PasswordHash != null),
                InvitedUntil = db
                    .SignInLinks.Where(link => link.MemberId == m.Id && link.ExpiresAt > now)
                    .Max(link => (DateTimeOffset?)link.ExpiresAt),
            })
            .ToListAsync(cancel);
        return members.ConvertAll(m => new TeamRow(
            m.Member,
            active.GetValueOrDefault(m.Member.Id),
            newLeads.GetValueOrDefault(m.Member.Id),
            m.HasPassword,
            m.InvitedUntil
        ));
    }
}
