using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Team;

/// <summary>Deactivates a member, after asking to whom the accounts go.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class DeactivateModel(TrackerDb db, TeamChanges team) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty]
    public string? Heir { get; set; }

    public Member Member { get; private set; } = null!;

    public Heirs Heirs { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == Id && m.Active, cancel);
        if (member is null)
            return NotFound();
        (Member, Heirs) = (member, await Heirs.OfAsync(db, Id, cancel));
        return MemberRules.MayMake(User.Role()!.Value, member.Role, member.Role) ? Page() : Forbid();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var page = await OnGetAsync(cancel);
        if (page is not PageResult)
            return page;
        var heir = Heirs.Chosen(Heir);
        if (Heirs.Any && !heir.IsGiven)
        {
            ModelState.AddModelError(nameof(Heir), Heirs.Tasks == 0 ? "Say who gets the accounts." : "Say who gets them.");
            return this.Incomplete();
        }
        var update = new MemberUpdate { Active = false, ReassignTo = heir };
        switch (await team.ChangeAsync(Id, update, User.Actor(), User.Role()!.Value, cancel))
        {
            case TeamChange.Accepted accepted:
                return this.Done(
                    new Toast($"{Member.Name} is deactivated", Heirs.Said(accepted.Reassigned)),
                    Id == User.MemberId() ? "/sign-in" : "/team"
                );
            case TeamChange.Refused refused:
                ModelState.AddModelError(refused.Rule is MemberRules.LastAdmin ? "" : nameof(Heir), refused.Message);
                return this.Incomplete();
            case TeamChange.Forbidden:
                return Forbid();
            default:
                return NotFound();
        }
    }
}
