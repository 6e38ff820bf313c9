using System.ComponentModel.DataAnnotations;
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

/// <summary>A member's name and role.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class MemberModel(TrackerDb db, TeamChanges team) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Enter the person's name.")]
    [StringLength(200, ErrorMessage = "Use at most 200 characters.")]
    public string? Name { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Choose a role.")]
    public Role? Role { get; set; }

    /// <summary>Who gets the accounts, once that was asked for.</summary>
    [BindProperty]
    public string? Heir { get; set; }

    public Member Member { get; private set; } = null!;

    /// <summary>Offered where the new role cannot own accounts and the member has some.</summary>
    public Heirs? Heirs { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } refusal)
            return refusal;
        (Name, Role) = (Member.Name, Member.Role);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } refusal)
            return refusal;
        if (!ModelState.IsValid)
            return this.Incomplete();
        var update = new MemberUpdate
        {
            Name = Name!.Trim(),
            Role = Role!.Value,
            ReassignTo = Heirs.Chosen(Heir),
        };
        switch (await team.ChangeAsync(Id, update, User.Actor(), User.Role()!.Value, cancel))
        {
            case TeamChange.Accepted accepted:
                return this.Done(
                    new Toast($"{accepted.Member.Name} is saved", Heirs.Said(accepted.Reassigned)),
                    Id == User.MemberId() && !Access.Allows(Access.TuneRules, accepted.Member.Role) ? "/" : "/team"
                );
            case TeamChange.Refused { Rule: MemberRules.AccountsNeedAnOwner or MemberRules.CannotOwn } refused:
                Heirs = await Heirs.OfAsync(db, Id, cancel);
                ModelState.AddModelError(nameof(Heir), refused.Message);
                return this.Incomplete();
            case TeamChange.Refused refused:
                ModelState.AddModelError(nameof(Role), refused.Message);
                return this.Incomplete();
            case TeamChange.Forbidden forbidden:
                ModelState.AddModelError(nameof(Role), forbidden.Message);
                return this.Incomplete();
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult?> ReadAsync(CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == Id, cancel);
        if (member is null)
            return NotFound();
        Member = member;
        return MemberRules.MayMake(User.Role()!.Value, member.Role, member.Role) ? null : Forbid();
    }
}
